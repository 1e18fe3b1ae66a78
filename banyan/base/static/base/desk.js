// Keys for the desk: "/" goes to the search field, j and k walk a table's rows. Every page works without it.
(function () {
  "use strict";
  var rows = Array.prototype.slice.call(document.querySelectorAll("table[data-rows] tbody tr"));

  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
  }
  function walk(step) {
    var here = rows.indexOf(document.activeElement.closest("tr"));
    var row = rows[Math.min(Math.max(here < 0 && step < 0 ? 0 : here + step, 0), rows.length - 1)];
    var goal = row.querySelector("a, button");
    if (!goal) {
      row.tabIndex = -1;
      goal = row;
    }
    goal.focus();
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    var search = document.getElementById("search");
    if (event.key === "/" && search) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (rows.length && (event.key === "j" || event.key === "k")) {
      walk(event.key === "j" ? 1 : -1);
    }
  });
  // Where the ways through the desk slide, the one that is open is in sight.
  var open = document.querySelector(".desk-nav [aria-current]");
  var ways = open && open.closest("nav");
  if (ways) {
    ways.scrollLeft += Math.max(0, open.getBoundingClientRect().right - ways.getBoundingClientRect().right);
  }
  // A code field gives its whole text at one touch; the button beside it appears only where copying works.
  Array.prototype.forEach.call(document.querySelectorAll("[data-copy]"), function (button) {
    var field = document.getElementById(button.dataset.copy);
    if (!navigator.clipboard || !field) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(field.value).then(function () {
        button.textContent = button.dataset.done;
      });
    });
  });
})();
