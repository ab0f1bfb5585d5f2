// What is typed into a form with data-draft is saved on the server as it is typed. Nothing of it is kept in the
// browser: no storage, no cache, no cookie. Without this file the button "Save as a draft" does the same.
(function () {
  "use strict";

  var AFTER = 2000; // milliseconds after typing stops
  var WHILE = 3000; // and at the latest this long after the first letter that is not saved
  var AGAIN = 3000; // then a try that failed is made again, each time a little later,
  var AGAIN_AT_MOST = 7000; // so that many pages do not keep a server from getting up
  var PATIENCE = 20000; // an answer that takes longer is taken as none
  var NOT_SAVED = "Not saved: no connection. Your text is here; keep this page open.";

  function draftOf(form) {
    var said = form.querySelector("[data-draft-said]");
    var soon = 0, latest = 0, retry = 0; // timers
    var changed = 0, saved = 0; // how often something was typed, and up to which of these it is saved
    var step = 0, answered = 0, open = 0; // saves: sent, the newest one answered, not yet answered
    var failures = 0; // one after another
    var left = false; // the page is going: the form was sent
    var signedOut = false;

    function field(name) {
      return form.elements.namedItem(name);
    }

    function say(words, link, address) {
      if (said.textContent === words + (link ? " " + link : "")) return;
      said.textContent = words;
      if (!link) return;
      var way = document.createElement("a");
      way.href = address;
      way.target = "_blank";
      way.rel = "noopener";
      way.className = "s-link";
      way.textContent = link;
      said.append(" ", way);
    }

    function body() {
      var held = new FormData(form);
      Array.from(held.entries()).forEach(function (one) {
        if (typeof one[1] !== "string") held.delete(one[0]); // a file is sent with the form, not with its draft
      });
      held.set("draft_step", String(step));
      return held;
    }

    function post() {
      var late = new AbortController();
      var timer = setTimeout(function () { late.abort(); }, PATIENCE);
      var held = body();
      function send(keepalive) {
        return fetch("/drafts/keep", {
          method: "POST", body: held, keepalive: keepalive, signal: late.signal,
          headers: { Accept: "application/json" }, credentials: "same-origin", cache: "no-store"
        });
      }
      // A page that is leaving may send 64 KiB: what is longer goes as any request.
      var length = 0;
      held.forEach(function (value) { length += String(value).length; });
      var short = length < 15000;
      return send(short).finally(function () { clearTimeout(timer); });
    }

    // Who is signed in now, and a token their forms take. True where it is the same person as before.
    function freshen() {
      return fetch("/drafts/ready", { headers: { Accept: "application/json" }, cache: "no-store" }).then(function (answer) {
        if (answer.redirected || !answer.ok) return false;
        return answer.json().then(function (who) {
          if (who.for !== field("draft_for").value) return false;
          document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach(function (one) { one.value = who.token; });
          return true;
        });
      });
    }

    function expired() {
      signedOut = true;
      say("Not saved: you have been signed out. Your text is here; keep this page open and", "sign in again in another tab", "/accounts/login/?next=/drafts/signed-in");
      schedule(true);
      return "expired";
    }

    function kept(answer, sent, upto) {
      return answer.json().then(function (told) {
        failures = 0;
        if (sent < answered) return "saved";
        answered = sent;
        saved = Math.max(saved, upto);
        signedOut = false;
        if (told.key) {
          field("draft").value = told.key;
          field("draft_version").value = told.version;
        }
        if (told.parted) say(told.said + ".", "See both", "/drafts");
        else say(told.said);
        return "saved";
      });
    }

    // One save. Gives "saved", "refused" (the server said why), "expired" or "failed".
    function save(again) {
      clearTimeout(soon);
      clearTimeout(latest);
      clearTimeout(retry);
      soon = latest = retry = 0;
      step += 1;
      open += 1;
      var sent = step, upto = changed;
      return post().then(function (answer) {
        if (answer.redirected) return expired();
        if (answer.status === 403 && !again) {
          return freshen().then(function (same) { return same ? save(true) : expired(); });
        }
        if (answer.ok) return kept(answer, sent, upto);
        if (answer.status >= 500) throw new Error("failed");
        return answer.json().then(function (told) {
          saved = Math.max(saved, upto);
          say("Not saved. " + told.said);
          return "refused";
        });
      }).catch(function () {
        say(NOT_SAVED);
        schedule(true);
        return "failed";
      }).finally(function () {
        open -= 1;
        if (changed > saved && !soon && !retry) schedule();
      });
    }

    function schedule(failed) {
      if (left) return;
      if (failed) {
        if (retry) return;
        var wait = Math.min(AGAIN * Math.pow(1.4, failures), AGAIN_AT_MOST) * (0.8 + 0.4 * Math.random());
        failures += 1;
        retry = setTimeout(signedOut ? back : function () { save(); }, wait);
        return;
      }
      clearTimeout(soon);
      soon = setTimeout(due, AFTER);
      if (!latest) latest = setTimeout(due, WHILE);
    }

    // A server that answers slowly is not asked by the same page three times at once.
    function due() {
      if (open < 2) save();
      else latest = setTimeout(due, AFTER);
    }

    // Signed in again in another tab?
    function back() {
      retry = 0;
      freshen().then(function (same) {
        if (same) return save();
        return schedule(true);
      }).catch(function () { schedule(true); });
    }

    function typed() {
      changed += 1;
      if (!retry) schedule();
    }

    function flush() {
      if (changed > saved && !left && !signedOut) save();
    }

    function trySoon() {
      if (changed <= saved) return;
      if (signedOut) back();
      else save();
    }

    // The words are on the server before the form goes anywhere.
    function send(event) {
      var button = event.submitter;
      var onlyKeep = button && button.hasAttribute("data-draft-keep");
      var elsewhere = button && !onlyKeep && button.hasAttribute("formaction") ? button.formAction : "";
      event.preventDefault();
      event.stopPropagation();
      if (left) return;
      changed += 1;
      save().then(function (how) {
        if (onlyKeep || how === "failed" || how === "expired") {
          said.scrollIntoView({ block: "nearest" });
          return;
        }
        left = true;
        if (elsewhere) form.action = elsewhere;
        form.submit();
      });
    }

    if (field("draft_origin")) typed(); // shared from elsewhere, and nowhere else now
    form.addEventListener("input", typed);
    form.addEventListener("change", typed);
    form.addEventListener("submit", send);
    form.addEventListener("focusout", flush);
    window.addEventListener("blur", flush);
    window.addEventListener("pagehide", flush);
    window.addEventListener("online", trySoon);
    window.addEventListener("focus", trySoon);
    document.addEventListener("visibilitychange", function () {
      if (document.visibilityState === "hidden") flush();
      else trySoon();
    });
    window.addEventListener("pageshow", function () { left = false; });
    window.addEventListener("beforeunload", function (event) {
      if (!left && changed > saved) event.preventDefault();
    });
  }

  function begin() {
    document.querySelectorAll("form[data-draft]").forEach(draftOf);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
