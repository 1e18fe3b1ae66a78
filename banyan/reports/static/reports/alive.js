// While somebody writes, say so every few minutes, so that a long answer isn't lost to an idle session.
(function () {
  "use strict";
  var address = document.currentScript.dataset.address;
  var pause = 4 * 60 * 1000;
  var said = Date.now();
  document.addEventListener("input", function () {
    if (Date.now() - said < pause) return;
    said = Date.now();
    fetch(address, { credentials: "same-origin", cache: "no-store" });
  });
})();
