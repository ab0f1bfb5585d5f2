// Find or do: Ctrl K opens it, arrows choose, Enter goes. Nothing that is typed or found is kept.
(function () {
  "use strict";

  var dialog = document.getElementById("palette");
  if (!dialog || !dialog.showModal) return;
  var box = dialog.querySelector("input");
  var list = document.getElementById("palette-found");
  var waiting = 0;
  var asking = null;

  function lines() {
    return Array.prototype.slice.call(list.querySelectorAll("[role=option]"));
  }

  function chosen() {
    return list.querySelector("[aria-selected=true]");
  }

  function choose(line) {
    lines().forEach(function (each) {
      each.setAttribute("aria-selected", each === line ? "true" : "false");
    });
    if (line) {
      box.setAttribute("aria-activedescendant", line.id);
      line.scrollIntoView({ block: "nearest" });
    } else box.removeAttribute("aria-activedescendant");
  }

  function ask() {
    if (asking) asking.abort();
    asking = new AbortController();
    var here = /^\/councils\/([A-Z][0-9]{8})(\/|$)/.exec(window.location.pathname);
    var address = "/find?part=1&q=" + encodeURIComponent(box.value) + (here ? "&council=" + here[1] : "");
    fetch(address, { credentials: "same-origin", cache: "no-store", redirect: "error", signal: asking.signal })
      .then(function (answer) {
        if (!answer.ok) throw new Error("not answered");
        return answer.text();
      })
      .then(function (part) {
        list.innerHTML = part;
        choose(lines()[0]);
      })
      .catch(function (error) {
        if (error.name === "AbortError") return;
        list.textContent = "It could not be looked up. Press Enter to search instead.";
        choose(null);
      });
  }

  function open() {
    if (dialog.open) return;
    box.value = "";
    list.textContent = "";
    dialog.showModal();
    box.focus();
    ask();
  }

  dialog.addEventListener("close", function () {
    if (asking) asking.abort();
    window.clearTimeout(waiting);
    box.value = "";
    list.textContent = "";
  });
  dialog.addEventListener("click", function (event) {
    if (event.target === dialog) dialog.close();
  });
  box.addEventListener("input", function () {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(ask, 150);
  });
  box.addEventListener("keydown", function (event) {
    var all = lines();
    var at = all.indexOf(chosen());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (all.length) choose(all[(at + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length] || all[0]);
    } else if (event.key === "Enter" && chosen()) {
      event.preventDefault();
      window.location.assign(chosen().href);
    }
  });
  document.addEventListener("keydown", function (event) {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
})();
