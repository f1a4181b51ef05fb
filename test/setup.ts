// The cpu backend greets each Node process with an advertisement for tfjs-node; tests are easier to read
// without it. (tfjs's IS_TEST flag would silence it too, but takes what a custom gradient saves for a leak on
// wasm.)
const warn = console.warn;
console.warn = (...args: unknown[]) => {
  if (!String(args[0]).includes('you are running TensorFlow.js in Node.js')) warn(...args);
};
