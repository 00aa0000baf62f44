// What a frontend with Relay writes: a page of a list, and a part that fetches itself
// again by its id.

import { graphql } from 'relay-runtime';

export const departments = graphql`
  query operationsDepartmentsQuery($first: Int!, $after: String) {
    ...operations_departments @arguments(first: $first, after: $after)
  }
`;

export const page = graphql`
  fragment operations_departments on Query
  @argumentDefinitions(first: { type: "Int!" }, after: { type: "String" })
  @refetchable(queryName: "operationsPageQuery") {
    departments(first: $first, after: $after) @connection(key: "operations_departments") {
      edges {
        node {
          id
          ...operations_department
        }
      }
    }
  }
`;

export const department = graphql`
  fragment operations_department on Department @refetchable(queryName: "operationsRefetchQuery") {
    code
    name
    head {
      name
    }
  }
`;
