const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();

const isRefusal = (_, code) => Number(code) >= 400;

/** Refusals are alike for all operations: each shows its codes, folded, in place of a dozen examples. */
const FoldedRefusals = (system) => {
  const h = system.React.createElement;
  const resolved = (response) => {
    const ref = response.get('$ref');
    return ref ? system.specSelectors.specJson().getIn(ref.slice(2).split('/')) : response;
  };
  const Refusals = ({ refusals }) =>
    h(
      'details',
      { className: 'refusals' },
      h('summary', null, `Refusals: ${refusals.keySeq().join(', ')}`),
      h(
        'dl',
        null,
        refusals
          .entrySeq()
          .flatMap(([code, response]) => [
            h('dt', { key: code }, code),
            h('dd', { key: `${code} words` }, resolved(response)?.get('description')),
          ])
          .toArray(),
      ),
    );
  return {
    wrapComponents: {
      responses: (Original) => (props) => {
        const refusals = props.responses.filter(isRefusal);
        const answers = props.responses.filterNot(isRefusal);
        return h('div', null, h(Original, { ...props, responses: answers }), h(Refusals, { refusals }));
      },
    },
  };
};

SwaggerUIBundle({
  url: 'openapi.json',
  domNode: document.getElementById('swagger-ui'),
  plugins: [FoldedRefusals],
  deepLinking: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  persistAuthorization: false, // a token is gone with the page
  validatorUrl: null, // no request leaves the machine
});
