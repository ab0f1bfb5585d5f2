// Small comforts. Every page works without this file; nothing typed is kept in the browser.
(function () {
  "use strict";

  // The error summary takes the focus, so that what is wrong is read out first.
  function focusOnErrors() {
    var summary = document.querySelector(".govuk-error-summary");
    if (!summary) return;
    summary.setAttribute("tabindex", "-1");
    summary.focus();
    summary.addEventListener("click", function (event) {
      var link = event.target.closest("a[href^='#']");
      var field = link && document.getElementById(link.getAttribute("href").slice(1));
      if (!field) return;
      event.preventDefault();
      field.focus();
      field.scrollIntoView({ block: "center" });
    });
  }

  // A form is sent once, however often the button is pressed.
  function sendOnce(event) {
    var form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-again")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  }

  function isWriting(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) &&
      !/^(checkbox|radio|button|submit)$/.test(target.type || "");
  }

  var places = { t: "/", c: "/councils", i: "/intelligence", e: "/intelligence/inbox", o: "/cases", r: "/radar", m: "/meetings", p: "/support", s: "/sharing", d: "/data", h: "/help" };
  var otherwise = { p: "/practice" }; // of those who read no support
  var waiting = 0; // when G was pressed

  function go(address) {
    window.location.assign(address);
  }

  function follow(selector) {
    var element = document.querySelector(selector);
    if (!element) return false;
    if (element.tagName === "A") element.click();
    else {
      element.focus();
      if (element.select) element.select();
    }
    return true;
  }

  function onKey(event) {
    var key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && key === "k") {
      if (!document.getElementById("palette") && follow("#find")) event.preventDefault();
      return; // palette.js opens itself
    }
    if (document.documentElement.dataset.keys === "off") return;
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    if (waiting && event.timeStamp - waiting < 1500) {
      waiting = 0;
      // Only where the person has the place in the bar: a key opens no door that a link does not.
      var place = [places[key], otherwise[key]].filter(function (address) {
        return address && (key === "h" || document.querySelector(".s-places a[href='" + address + "']"));
      })[0];
      if (place) {
        event.preventDefault();
        go(place);
      }
      return;
    }
    if (key === "g") waiting = event.timeStamp;
    else if (key === "n" && follow("a[data-key='n']")) event.preventDefault();
    else if (key === "/" && (follow("[data-key='/']") || follow("#find"))) event.preventDefault();
    else if (key === "?") go("/help/shortcuts");
  }

  // htmx writes the page's address down, search words and all, when it begins: nothing of ours stays here.
  function forgetAddress() {
    try {
      window.sessionStorage.removeItem("htmx-current-path-for-history");
    } catch (error) {
      return; // the browser keeps nothing anyhow
    }
  }

  document.addEventListener("keydown", onKey);
  document.addEventListener("submit", sendOnce);
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
    });
  });
  document.addEventListener("DOMContentLoaded", focusOnErrors);
  document.addEventListener("DOMContentLoaded", forgetAddress);
  window.addEventListener("pagehide", forgetAddress);
  if (document.readyState !== "loading") focusOnErrors();
})();
