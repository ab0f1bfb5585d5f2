// The API's document, to browse and to try. The token typed here stays in the page: nothing is stored.
"use strict";

const place = document.getElementById("api-document");

// Our own layout: Swagger UI's brings a title and a main part, of which the page has its own already.
function OurLayout(system) {
  const draw = system.React.createElement;
  const part = (name) => draw(system.getComponent(name, true), { key: name });
  return {
    components: {
      OurLayout({ specSelectors }) {
        const loading = specSelectors.loadingStatus();
        if (loading === "failed" || loading === "failedConfig") {
          return draw("p", null, "The document could not be loaded. Try again, or open it by the link above.");
        }
        if (loading !== "success") return draw("p", { role: "status" }, "Loading the document …");
        return draw("div", { className: "swagger-ui" }, [
          draw("div", { className: "auth-wrapper", key: "token" }, part("AuthorizeBtnContainer")),
          part("operations"),
          part("Models"),
        ]);
      },
    },
  };
}

SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  presets: [SwaggerUIBundle.presets.apis],
  plugins: [OurLayout],
  layout: "OurLayout",
  deepLinking: false,
  persistAuthorization: false,
  supportedSubmitMethods: ["get"],
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
});
