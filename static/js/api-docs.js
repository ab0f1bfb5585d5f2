// The API's document, to browse and to try. The token typed here stays in the page: nothing is stored.
"use strict";

const place = document.getElementById("api-document");

SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: false,
  persistAuthorization: false,
  supportedSubmitMethods: ["get"],
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
});
