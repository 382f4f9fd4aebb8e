// Hands Node's environment variables to a suite in WebAssembly, which otherwise starts with none.
Module["preRun"] = () => Object.assign(ENV, process.env);
