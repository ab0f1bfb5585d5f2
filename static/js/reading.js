// The box read as one types: the server reads it and says what it found. Only the line under the box changes,
// never a field; without this file the server reads it when the note is saved.
(function () {
  "use strict";

  var AFTER = 600; // milliseconds after typing stops

  function read(place) {
    var form = place.closest("form"), asked = 0, timer = 0;

    function ask() {
      var mine = ++asked, held = new FormData(form);
      Array.from(held.entries()).forEach(function (one) {
        if (typeof one[1] !== "string") held.delete(one[0]);
      });
      fetch(place.dataset.read, { method: "POST", body: held, credentials: "same-origin", cache: "no-store" }).then(function (answer) {
        if (answer.redirected || !answer.ok) return null;
        return answer.text();
      }).then(function (words) {
        if (words !== null && mine === asked && place.innerHTML.trim() !== words.trim()) place.innerHTML = words;
      }).catch(function () { /* drafts.js says that there is no connection */ });
    }

    function soon() {
      clearTimeout(timer);
      timer = setTimeout(ask, AFTER);
    }

    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    place.addEventListener("click", function (event) {
      var link = event.target.closest("a[href^='#']");
      var field = link && document.getElementById(link.getAttribute("href").slice(1));
      if (!field) return;
      var folded = field.closest("details");
      if (folded) folded.open = true;
      event.preventDefault();
      var first = field.matches("fieldset, div") ? field.querySelector("input") || field : field;
      first.focus();
      field.scrollIntoView({ block: "center" });
    });
    if (form.elements.namedItem("text") && form.elements.namedItem("text").value.trim() && !place.textContent.trim()) ask();
  }

  function begin() {
    document.querySelectorAll("[data-read]").forEach(read);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
