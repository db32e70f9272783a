// What the pages do beyond being read: search, lines that light up together, keys.
"use strict";

(function () {
  const root = document.documentElement;
  root.classList.add("js");
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));

  // Lines: those under the pointer light up in all panes of a method; a click brings them into view.
  function light(panes, line) {
    all(".on", panes).forEach((each) => each.classList.remove("on"));
    if (line && line !== "0") {
      all(`[data-l="${line}"]`, panes).forEach((each) => each.classList.add("on"));
    }
  }

  function bringIntoView(panes, line, but) {
    for (const code of all(".code", panes)) {
      const first = code !== but && code.querySelector(`[data-l="${line}"]`);
      if (first) {
        code.scrollTop = first.offsetTop - code.offsetTop - code.clientHeight / 3;
      }
    }
  }

  function lineAt(event) {
    const line = event.target.closest && event.target.closest("[data-l]");
    return line && line.closest(".panes") ? line : null;
  }

  document.addEventListener("mouseover", (event) => {
    const line = lineAt(event);
    if (line) {
      light(line.closest(".panes"), line.dataset.l);
    }
  });
  document.addEventListener("click", (event) => {
    const line = lineAt(event);
    if (line && !String(window.getSelection())) {
      light(line.closest(".panes"), line.dataset.l);
      bringIntoView(line.closest(".panes"), line.dataset.l, line.closest(".code"));
    }
  });
  document.addEventListener("change", (event) => {
    const panes = event.target.closest(".panes");
    const on = panes && panes.querySelector(".on");
    if (on) {
      bringIntoView(panes, on.dataset.l, on.closest(".code"));
    }
  });

  function target() {
    let id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch (notEncoded) {
      // it is an id as it stands
    }
    return id ? document.getElementById(id) : null;
  }

  function follow() {
    const line = target();
    if (line && line.matches(".panes [data-l]")) {
      light(line.closest(".panes"), line.dataset.l);
      bringIntoView(line.closest(".panes"), line.dataset.l, null);
    }
  }
  window.addEventListener("hashchange", follow);
  follow();

  // Keys: j and k go from point to point, / searches.
  function goToPoint(by) {
    const points = all('.card:not([id$="-s0"])');
    const now = target();
    let at = points.indexOf(now && now.closest(".card"));
    if (at < 0) {
      const below = points.findIndex((each) => each.getBoundingClientRect().top > 70);
      at = below < 0 ? points.length - 1 : below;
      at -= by > 0 ? 1 : 0;
    }
    const next = points[at + by];
    if (next) {
      location.hash = next.id;
    }
  }

  function search() {
    const field = all('input[type="search"]').find((each) => each.offsetParent);
    if (field) {
      field.focus();
      field.select();
    }
    return field;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const typing = event.target.matches && event.target.matches("input[type=search]");
    if (event.key === "Escape" && typing) {
      event.target.value = "";
      event.target.dispatchEvent(new Event("input"));
      event.target.blur();
    } else if (event.key === "/" && !typing && search()) {
      event.preventDefault();
    } else if (!typing && (event.key === "j" || event.key === "k")) {
      goToPoint(event.key === "j" ? 1 : -1);
    }
  });

  const words = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);
  const hasAll = (text, wanted) => wanted.every((word) => text.includes(word));

  for (const field of all("[data-search]")) {
    const items = all(field.dataset.search);
    field.addEventListener("input", () => {
      const wanted = words(field.value);
      for (const item of items) {
        item.hidden = !hasAll(item.textContent.toLowerCase(), wanted);
      }
    });
    field.addEventListener("keydown", (event) => {
      const first = items.find((item) => !item.hidden);
      if (event.key === "Enter" && first) {
        location.hash = first.querySelector("a").hash;
        field.blur();
      }
    });
  }

  // The index: its search looks through the names of all classes and methods.
  const MOST = 100;

  function matches(names, wanted) {
    const classes = [];
    const methods = [];
    for (const [name, file, ofClass] of names) {
      const lower = name.toLowerCase();
      if (hasAll(lower, wanted)) {
        classes.push([name, "", file]);
      }
      ofClass.forEach((method, i) => {
        const own = method.toLowerCase();
        const last = wanted[wanted.length - 1];
        if (own.includes(last.slice(last.lastIndexOf(".") + 1)) && hasAll(lower + "." + own, wanted)) {
          methods.push([name, method, file + "#m" + (i + 1)]);
        }
      });
    }
    const shortest = (one, other) =>
      one[0].length + one[1].length - other[0].length - other[1].length;
    return classes.sort(shortest).concat(methods.sort(shortest));
  }

  window.weftNames = function (names) {
    const field = document.getElementById("search");
    const results = document.getElementById("results");
    const everything = document.getElementById("all");
    function note(text) {
      const item = document.createElement("li");
      item.className = "none";
      item.textContent = text;
      results.append(item);
    }
    function show() {
      const wanted = words(field.value);
      results.replaceChildren();
      everything.hidden = wanted.length > 0;
      if (wanted.length === 0) {
        return;
      }
      const found = matches(names, wanted);
      for (const [name, method, href] of found.slice(0, MOST)) {
        const item = document.createElement("li");
        const link = document.createElement("a");
        const bold = document.createElement("b");
        link.href = href;
        bold.textContent = method || name.slice(name.lastIndexOf(".") + 1);
        link.append(method ? name + "." : name.slice(0, name.lastIndexOf(".") + 1), bold);
        item.append(link);
        results.append(item);
      }
      if (found.length === 0) {
        note("Nothing is called so.");
      } else if (found.length > MOST) {
        note(`and ${found.length - MOST} more`);
      }
    }
    field.addEventListener("input", show);
    document.addEventListener("keydown", (event) => {
      const links = all("a", results);
      const at = links.indexOf(document.activeElement);
      if (event.key === "Enter" && document.activeElement === field && links.length > 0) {
        links[0].click();
      } else if (event.key === "ArrowDown" && (at >= 0 || document.activeElement === field)) {
        event.preventDefault();
        (links[at + 1] || links[at] || field).focus();
      } else if (event.key === "ArrowUp" && at >= 0) {
        event.preventDefault();
        (links[at - 1] || field).focus();
      }
    });
    show();
  };
})();
