/** The error that a promise is rejected with, which has to be of this class. */
export async function failure<T extends Error>(
  promise: Promise<unknown>,
  Class: new (...args: never[]) => T,
): Promise<T> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Class);
  return error as T;
}
