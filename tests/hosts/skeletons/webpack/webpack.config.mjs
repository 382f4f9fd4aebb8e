// The least that webpack is told.
export default { mode: 'production', entry: './main.js', performance: { hints: false } };
