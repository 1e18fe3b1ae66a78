// Asks the browser for a passkey and sends its answer with the form. Without this script the app's code is used instead.
(function () {
  "use strict";
  var form = document.querySelector("form[data-passkey]");
  if (!form || !window.PublicKeyCredential || !navigator.credentials) return;
  var options = JSON.parse(form.dataset.options).publicKey;
  var button = form.querySelector("button[type=button]");
  var failed = form.querySelector("[data-failed]");
  var without = form.querySelector("[data-without]");

  function toBytes(text) {
    var binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(binary, function (character) { return character.charCodeAt(0); });
  }
  function toText(buffer) {
    var binary = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function withBytes(list) {
    return (list || []).map(function (one) { return Object.assign({}, one, { id: toBytes(one.id) }); });
  }
  function ask() {
    var wanted = Object.assign({}, options, { challenge: toBytes(options.challenge) });
    if (form.dataset.passkey === "create") {
      wanted.user = Object.assign({}, options.user, { id: toBytes(options.user.id) });
      wanted.excludeCredentials = withBytes(options.excludeCredentials);
      return navigator.credentials.create({ publicKey: wanted });
    }
    wanted.allowCredentials = withBytes(options.allowCredentials);
    return navigator.credentials.get({ publicKey: wanted });
  }
  function written(answer) {
    var response = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (name) {
      if (answer.response[name]) response[name] = toText(answer.response[name]);
    });
    return JSON.stringify({
      id: answer.id,
      rawId: toText(answer.rawId),
      type: answer.type,
      response: response,
      clientExtensionResults: answer.getClientExtensionResults(),
    });
  }
  form.hidden = false;
  button.hidden = false;
  if (without) without.hidden = true;
  button.addEventListener("click", function () {
    failed.hidden = true;
    ask().then(function (answer) {
      form.elements.credential.value = written(answer);
      form.submit();
    }).catch(function () { failed.hidden = false; });
  });
})();
