SwaggerUIBundle({
  url: 'openapi.json',
  domNode: document.getElementById('swagger-ui'),
  deepLinking: true,
  displayRequestDuration: true,
  persistAuthorization: false, // a token is gone with the page
  validatorUrl: null, // no request leaves the machine
});
