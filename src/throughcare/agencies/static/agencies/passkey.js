/* Passkeys: the only act that needs script. The plain way, a code from an app, stands beside it.
   A form with data-passkey="create" or "get" holds a hidden field "credential" and a button; what the
   device is asked comes from the element "passkey-options", or from the address in data-ask. */
(() => {
  "use strict";
  if (!window.PublicKeyCredential) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const create = async (asked) => {
    const made = await navigator.credentials.create({ publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: known(asked.excludeCredentials),
    } });
    return written(made, {
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : [],
    });
  };

  const get = async (asked) => {
    const found = await navigator.credentials.get({ publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      allowCredentials: known(asked.allowCredentials),
    } });
    const { authenticatorData, signature, userHandle } = found.response;
    return written(found, {
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      ...(userHandle && { userHandle: text(userHandle) }),
    });
  };

  const written = (credential, response) => ({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment || null,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
  });

  const options = async (form) => {
    const there = document.getElementById("passkey-options");
    if (there) return JSON.parse(there.textContent);
    const answer = await fetch(form.dataset.ask, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no answer");
    return (await answer.json()).request_options;
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("button");
    const trouble = form.querySelector("[role=alert]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      trouble.hidden = true;
      try {
        const asked = (await options(form)).publicKey;
        const credential = await (form.dataset.passkey === "create" ? create(asked) : get(asked));
        form.elements.credential.value = JSON.stringify(credential);
        form.submit();
      } catch {
        trouble.hidden = false;
        button.disabled = false;
      }
    });
  }
})();
