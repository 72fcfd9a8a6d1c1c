/* Leave quickly, on every page. The link works without script; script also empties the page. */
(() => {
  "use strict";

  /* A page brought back by the back button may belong to somebody who has left: ask again. */
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  /* Leave quickly: the button, or Esc three times within two seconds. */
  const leave = document.getElementById("leave-quickly");
  const leaveNow = () => {
    const address = leave.href;
    document.title = "";
    document.body.replaceChildren();
    location.replace(address);
  };
  if (leave) {
    let presses = [];
    leave.addEventListener("click", (event) => { event.preventDefault(); leaveNow(); });
    addEventListener("keydown", (event) => {
      if (event.key !== "Escape") { presses = []; return; }
      presses = [...presses.filter((at) => event.timeStamp - at < 2000), event.timeStamp];
      if (presses.length >= 3) leaveNow();
    }, true);
  }
})();
