//! A part of a root object.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::resolver_utils::ContainerType;
use async_graphql::{
    Context, ContextSelectionSet, ObjectType, OutputType, Positioned, ServerResult, Value,
};
use futures_util::future::BoxFuture;

/// The queries or mutations of one capability as a part of a root object.
///
/// The parts of a merged object are asked one behind the other, and the future of the
/// last lies within those of all before it: dozens of them are too large for the stack of
/// a thread, and their types too deep for the compiler. So each part is asked on the heap
/// and its type ends there, which costs one allocation for each field of a root.
#[derive(Default)]
pub(crate) struct Part<T>(T);

impl<T: ObjectType> ContainerType for Part<T> {
    async fn resolve_field(&self, context: &Context<'_>) -> ServerResult<Option<Value>> {
        let resolved: BoxFuture<'_, _> = Box::pin(self.0.resolve_field(context));
        resolved.await
    }
}

impl<T: ObjectType> OutputType for Part<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(
        &self,
        context: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let resolved: BoxFuture<'_, _> = Box::pin(self.0.resolve(context, field));
        resolved.await
    }
}

impl<T: ObjectType> ObjectType for Part<T> {}
