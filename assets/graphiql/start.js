// Relative, so that the page works behind a path prefix too.
const fetcher = GraphiQL.createFetcher({ url: new URL("graphql", location.href).href });

const query = `# Sign in with the mutation for it, then put the access token under "Headers":
# {"Authorization": "Bearer …"}

query {
  __typename
}
`;

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultQuery: query,
    defaultEditorToolsVisibility: "headers",
    // A token does not belong into the browser's storage.
    shouldPersistHeaders: false,
    isHeadersEditorEnabled: true,
  }),
);
