/* The number of a paper stands behind the # of the address, where no server sees it. It is sent by
   POST at once, and the address is replaced, so that the browser's list of visits leaves it out.
   Changing the address without leaving the page would list it. */
(() => {
  "use strict";
  const exchange = async () => {
    const form = document.getElementById("number-form");
    const number = location.hash.slice(1);
    if (!form || !number || number === "main") return;
    form.elements.number.value = number;
    try { await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }); }
    finally { location.replace(form.action); }
  };
  addEventListener("hashchange", exchange);
  exchange();
})();
