// Leaves the page at once. Without this script the link still leaves, only a moment later.
(function () {
  "use strict";
  var link = document.getElementById("leave"), say = document.getElementById("leave-progress");
  if (!link) return;
  var d = link.dataset, presses = 0, alone = false, timer;
  // The keys are worth naming only where there is a keyboard.
  if (matchMedia("(hover: hover)").matches) document.getElementById("leave-keys").hidden = false;

  // Emptying the page first means that nothing typed is on screen, or kept for Back, while the next page loads.
  function blank() {
    document.title = d.title;
    document.body.textContent = "";
  }
  function leave() {
    blank();
    location.replace(link.href);
  }
  function reset(words) {
    clearTimeout(timer);
    presses = 0;
    say.textContent = words || "";
  }
  function press() {
    presses += 1;
    if (presses > 2) return leave();
    clearTimeout(timer);
    timer = setTimeout(reset, 5000, d.over);
    say.textContent = presses === 1 ? d.two : d.one;
  }
  link.addEventListener("click", function (event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    leave();
  });
  // Shift counts when it goes down and up with nothing between, so writing a capital letter never counts.
  document.addEventListener("keydown", function (event) {
    alone = event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey && (alone || !event.repeat);
    if (!alone && presses) reset();
  });
  document.addEventListener("keyup", function (event) {
    if (event.key === "Shift" && alone) press();
    alone = false;
  });
  document.addEventListener("mousedown", function () {
    alone = false;
    reset();
  });
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    blank();
    location.reload();
  });
})();
