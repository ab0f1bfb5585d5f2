// Keys of the inbox: J and K from story to story, then one key for what to do with it. Every act has its own
// button or link too; where single keys are switched off (data-keys), none of these does anything.
(function () {
  "use strict";

  var list = document.querySelector("[data-inbox]");
  if (!list) return;

  function rows() {
    return Array.prototype.slice.call(list.querySelectorAll("[data-row]"));
  }

  function isWriting(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) &&
      !/^(checkbox|radio|button|submit)$/.test(target.type || "");
  }

  function here() {
    var row = document.activeElement && document.activeElement.closest("[data-row]");
    return row && list.contains(row) ? row : null;
  }

  function step(by) {
    var all = rows();
    var at = all.indexOf(here());
    var next = at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by));
    if (!all[next]) return;
    all[next].focus();
    all[next].scrollIntoView({ block: "nearest" });
  }

  list.ownerDocument.addEventListener("keydown", function (event) {
    var key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (document.documentElement.dataset.keys === "off" || event.defaultPrevented) return;
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    if (key === "j" || key === "k") {
      event.preventDefault();
      step(key === "j" ? 1 : -1);
      return;
    }
    var row = here();
    if (!row || !/^(1|2|3|h|x|Enter)$/.test(key)) return;
    // Enter on a link or a button is that link's or button's own.
    if (key === "Enter" && event.target !== row) return;
    var does = row.querySelector("[data-do='" + key + "']");
    if (!does) return;
    event.preventDefault();
    does.click();
  });
})();
