/*
 * The script for the workers of a page: the option `workerUrl` of `verify` is the URL of a script that
 * imports 'argmaxable/worker'. Node does not need such a script.
 */
import '@argmaxable/verify/worker';
