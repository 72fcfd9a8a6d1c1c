/* What script makes nicer. Everything here has a plain way beside it that works without.
   Nothing about a person is kept in the browser: the only thing stored is "1" for the discreet view. */
(() => {
  "use strict";
  const page = document.documentElement;
  const body = document.body;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const loadedAt = Date.now();

  /* Discreet: the box blurs by style alone; script remembers it, here and on the server. */
  const discreet = document.getElementById("discreet");
  const remembered = {
    read() { try { return localStorage.getItem("discreet") === "1"; } catch { return false; } },
    write(on) {
      try { on ? localStorage.setItem("discreet", "1") : localStorage.removeItem("discreet"); } catch { /* a browser may forbid it */ }
    },
  };
  const post = (form) =>
    fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin", signal: AbortSignal.timeout?.(8000) });
  if (discreet) {
    const show = () => page.classList.toggle("tc-discreet", discreet.checked);
    if (remembered.read()) discreet.checked = true;
    show();
    discreet.addEventListener("change", () => {
      show();
      remembered.write(discreet.checked);
      if (discreet.form && discreet.form.getAttribute("action")) post(discreet.form).catch(() => {});
    });
  }

  /* A shown name hides itself after a minute. */
  for (const named of all(".tc-named")) {
    const hidden = named.querySelector("template");
    if (hidden) setTimeout(() => named.replaceChildren(hidden.content), 60000);
  }

  /* Clocks: the words and the dial go on as the server began them, by the server's time. */
  const serverNow = Date.parse(body.dataset.now || "") || loadedAt;
  const wordsLeft = (minutes) => {
    const say = (words, n) => words.replace("{n}", n);
    if (minutes < 60) return say(body.dataset.minutesLeft, Math.max(1, Math.floor(minutes)));
    if (minutes < 48 * 60) return say(body.dataset.hoursLeft, Math.floor(minutes / 60));
    return say(body.dataset.daysLeft, Math.floor(minutes / 1440));
  };
  const clocks = body.dataset.minutesLeft ? all(".tc-clock[data-until]").map((clock) => {
    const until = Date.parse(clock.dataset.until);
    const dial = clock.querySelector("[stroke-dasharray]");
    return { clock, until, dial, share: parseFloat(dial.getAttribute("stroke-dasharray")), left: until - serverNow };
  }).filter((one) => one.left > 0) : [];
  const refreshClocks = () => {
    for (const { clock, until, dial, share, left } of clocks) {
      const now = until - serverNow - (Date.now() - loadedAt);
      clock.lastElementChild.textContent = now > 0 ? wordsLeft(now / 60000) : body.dataset.timeOver;
      if (now <= 0 && clock.dataset.level !== "life") clock.dataset.level = "over";
      dial.setAttribute("stroke-dasharray", `${Math.max(0, Math.round(share * now / left))} 100`);
    }
  };
  if (clocks.length) setInterval(refreshClocks, 30000);

  /* Locking: after so many minutes without a touch in any window of this browser. */
  const idle = parseFloat(body.dataset.idleMinutes || "") * 60000;
  const lock = document.querySelector("form[data-lock]");
  if (idle && lock) {
    let touchedAt = Date.now();
    const windows = "BroadcastChannel" in window ? new BroadcastChannel("touched") : null;
    if (windows) windows.onmessage = () => { touchedAt = Date.now(); };
    const touched = () => {
      if (windows && Date.now() - touchedAt > 5000) windows.postMessage("");
      touchedAt = Date.now();
    };
    for (const kind of ["pointerdown", "keydown", "wheel", "touchmove"]) addEventListener(kind, touched, { passive: true });
    let written = null;
    addEventListener("input", ({ target }) => { if (target.form?.closest("main") && target.form.method === "post") written = target.form; });
    const carryWhatWasWritten = () => {
      if (!written) return;
      const typed = new URLSearchParams([...new FormData(written)].filter(([, value]) => typeof value === "string"));
      for (const [name, value] of [["action", new URL(written.action).pathname], ["typed", typed]]) {
        const field = document.createElement("input");
        [field.type, field.name, field.value] = ["hidden", name, value];
        lock.append(field);
      }
    };
    const lookAtTheTime = () => {
      if (Date.now() - touchedAt < idle) return;
      clearInterval(watch);
      body.hidden = true;
      carryWhatWasWritten();
      lock.submit();
    };
    const watch = setInterval(lookAtTheTime, 5000);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) lookAtTheTime(); });
  }

  /* What was being written when the page locked stands in its form again. */
  const writeAgain = ({ action, fields }) => {
    const form = all("main form[method=post]").find((one) => new URL(one.action).pathname === action);
    const values = new Map();
    for (const [name, value] of fields) values.set(name, [...(values.get(name) || []), value]);
    for (const field of form?.elements || []) {
      const typed = values.get(field.name) || [];
      if (["checkbox", "radio"].includes(field.type)) field.checked = typed.includes(field.value);
      else if (field.tagName === "SELECT") for (const one of field.options) one.selected = typed.includes(one.value);
      else if (!["hidden", "file", "submit", "button", "fieldset"].includes(field.type) && typed.length) field.value = typed.shift();
    }
  };
  if (location.hash === "#typed" && body.dataset.kept) {
    history.replaceState(null, "", location.pathname + location.search);
    fetch(`${body.dataset.kept}?fields`, { credentials: "same-origin" })
      .then((answer) => answer.json()).then(writeAgain).catch(() => {});
  }

  /* Small things: focus on what is to be looked at, and the print button. */
  document.querySelector(".tc-errors")?.focus();
  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
