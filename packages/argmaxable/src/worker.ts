/*
 * What runs in a page's workers: the option `workerUrl` of `verify` names a script that imports
 * 'argmaxable/worker'. In Node no such script is needed.
 */
import '@argmaxable/verify/worker';
