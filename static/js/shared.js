// What the bookmark brought behind the # of /capture goes into the box, and out of the address at once.
(function () {
  "use strict";

  function fill(form, name, value) {
    var field = form.elements.namedItem(name);
    if (!value || !field || field.value) return;
    field.value = value;
    if (field.dispatchEvent) field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function begin() {
    if (location.pathname !== "/capture" || location.hash.length < 2) return;
    var brought = new URLSearchParams(location.hash.slice(1));
    var form = document.querySelector("form[data-draft]");
    if (!form || !(brought.has("title") || brought.has("text"))) return;
    history.replaceState(null, "", location.pathname + location.search);
    var address = brought.get("url") || "";
    if (/^https?:/.test(address)) {
      fill(form, "reference", address.slice(0, 500));
      fill(form, "known", "published");
    }
    fill(form, "text", [brought.get("title"), brought.get("text")].filter(Boolean).join("\n"));
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
