(() => {
  "use strict";
  const all = [...document.querySelectorAll(".cause")];
  const ways = [...document.querySelectorAll(".way")];
  const group = document.querySelector(".ways");
  const form = document.getElementById("filters");

  // A finding that has the focus, or the pointer over it, shows its way on the map.
  const show = (id) => {
    let some = false;
    for (const way of ways) {
      const on = id !== null && way.dataset.causes.split(" ").includes(id);
      way.classList.toggle("on", on);
      some = some || on;
    }
    group.classList.toggle("some", some);
  };
  for (const cause of all) {
    const id = cause.id.slice(2);
    cause.addEventListener("focusin", () => show(id));
    cause.addEventListener("focusout", () => show(null));
    cause.addEventListener("pointerenter", () => show(id));
    cause.addEventListener("pointerleave", () => show(null));
  }

  // A link to a finding opens it, and gives it the focus.
  const open = () => {
    const found = all.find((cause) => "#" + cause.id === location.hash);
    if (found) {
      found.hidden = false;
      found.open = true;
      found.querySelector("summary").focus({ preventScroll: true });
      found.scrollIntoView();
    }
  };
  window.addEventListener("hashchange", open);

  // Print shows everything that no filter hides.
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const one of closed) one.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const one of closed) one.open = false;
  });

  if (form) {
    const texts = new Map(all.map((cause) => [cause, cause.textContent.toLowerCase()]));
    const status = document.getElementById("shown");
    const none = document.getElementById("none");
    const has = (listed, value) => value === "" || listed.split(" ").includes(value);
    const filter = () => {
      const asked = new FormData(form);
      const words = asked.get("text").toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const cause of all) {
        const data = cause.dataset;
        const fits =
          has(data.verdict, asked.get("verdict")) && has(data.severity, asked.get("severity")) && has(data.zones, asked.get("zone")) &&
          has(data.frameworks, asked.get("framework")) && words.every((word) => texts.get(cause).includes(word));
        cause.hidden = !fits;
        shown += fits ? 1 : 0;
      }
      const findings = all.length === 1 ? "finding" : "findings";
      status.textContent = shown === all.length ? `${all.length} ${findings}` : `${shown} of ${all.length} ${findings}`;
      none.hidden = shown > 0;
    };
    form.hidden = false;
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(filter));
    const unfold = document.getElementById("unfold");
    unfold.addEventListener("click", () => {
      const pressed = unfold.getAttribute("aria-pressed") !== "true";
      unfold.setAttribute("aria-pressed", String(pressed));
      for (const cause of all) if (!cause.hidden) cause.open = pressed;
    });
    filter();
  }
  open();
})();
