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
  const post = (form, data = new FormData(form), url = form.action) =>
    fetch(url, { method: "POST", body: data, credentials: "same-origin", signal: AbortSignal.timeout?.(8000) });
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

  /* Drafts: a form with data-draft="address" is kept there three seconds after the last key. */
  const drafts = new Map();
  const keep = async (form) => {
    const note = form.querySelector(".tc-saved");
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    clearTimeout(drafts.get(form));
    drafts.delete(form);
    let kept = false;
    try { kept = (await post(form, data, form.dataset.draft)).ok; } catch { /* no line: said below */ }
    const time = new Date().toLocaleTimeString(page.lang === "en" ? "en-GB" : `${page.lang}-u-nu-latn`, { hour: "2-digit", minute: "2-digit" });
    if (note) note.textContent = ((kept ? note.dataset.kept : note.dataset.notKept) || "").replace("{time}", time);
  };
  for (const form of all("form[data-draft]")) {
    form.addEventListener("input", () => {
      clearTimeout(drafts.get(form));
      drafts.set(form, setTimeout(() => keep(form), 3000));
    });
    form.addEventListener("submit", () => { clearTimeout(drafts.get(form)); drafts.delete(form); });
  }

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
    const lookAtTheTime = async () => {
      if (Date.now() - touchedAt < idle) return;
      clearInterval(watch);
      await Promise.all([...drafts.keys()].map(keep));
      body.hidden = true;
      lock.submit();
    };
    const watch = setInterval(lookAtTheTime, 5000);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) lookAtTheTime(); });
  }

  /* Small things: focus on what is to be looked at, and the print button. */
  document.querySelector(".tc-errors")?.focus();
  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
