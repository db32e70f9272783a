// Reloads a page that is served when it has changed, and leaves the reader where they were.
"use strict";

(function () {
  const { page, version } = document.currentScript.dataset;
  const key = "weft:" + page;
  let events = null;

  const mark = document.createElement("p");
  mark.className = "live";
  mark.setAttribute("role", "status");
  document.querySelector(".top").append(mark);

  function show(live) {
    mark.textContent = live ? "live" : "not connected";
    mark.classList.toggle("off", !live);
  }

  // Which bodies are shown, and how far everything is scrolled. Browsers remember positions, too, but may
  // have noted one that is older, or find the page shorter while it is laid out.
  history.scrollRestoration = "manual";

  function remember() {
    const tabs = Array.from(document.querySelectorAll(".woven input:checked"), (each) => each.id);
    const scrolled = Array.from(document.querySelectorAll(".code"), (each) => each.scrollTop);
    sessionStorage.setItem(key, JSON.stringify({ tabs, scrolled, at: window.scrollY }));
  }

  function recall() {
    const kept = JSON.parse(sessionStorage.getItem(key));
    const [how] = performance.getEntriesByType("navigation");
    if (!kept || how.type === "navigate") {
      return; // a link leads where it says
    }
    for (const tab of kept.tabs) {
      const input = document.getElementById(tab);
      if (input) {
        input.checked = true;
      }
    }
    document.querySelectorAll(".code").forEach((each, i) => {
      each.scrollTop = kept.scrolled[i] || 0;
    });
    const scroll = () => window.scrollTo({ top: kept.at, behavior: "instant" });
    scroll();
    window.addEventListener("load", () => requestAnimationFrame(scroll)); // after the address's own place
  }

  // A page that nobody sees keeps no connection: browsers allow few to one server. The server compares
  // versions when it is asked again, so nothing is missed meanwhile.
  function connect() {
    if (events || document.hidden) {
      return;
    }
    const asked = new URLSearchParams({ page, version });
    events = new EventSource("/events?" + asked);
    events.addEventListener("open", () => show(true));
    events.addEventListener("error", () => show(false));
    events.addEventListener("changed", () => {
      disconnect();
      location.reload();
    });
  }

  function disconnect() {
    if (events) {
      events.close();
      events = null;
    }
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  window.addEventListener("pagehide", () => {
    remember();
    disconnect();
  });
  window.addEventListener("pageshow", connect);
  recall();
  connect();
})();
