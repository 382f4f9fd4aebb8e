// What embed.html does, the page for frames: its address says what is shown, it tells the page around how
// high it is, and answers that page over a port. A classic script: a frame without an origin may have no
// other.
import type { Policies } from '../engine/ways.ts';
import type { GradScope } from '../ui/grad-scope.ts';

const element = document.querySelector('grad-scope') as GradScope;
const attributes = [
  'preset',
  'config',
  'compare',
  'view',
  'panel',
  'lock',
  'goal',
  'theme',
  'lang',
  'run',
  'speed',
  'max-steps',
  'step',
  'link-base',
];
const query = new URLSearchParams(location.search);

/** A message of this contract. */
const message = (type: string, detail: object = {}) => ({ ns: 'gradscope', v: 1, type, ...detail });
/** To whoever is around: nothing that only the page there should know. */
const tellAll = (type: string, detail?: object) => parent.postMessage(message(type, detail), '*');

const tellHeight = () =>
  tellAll('resize', { height: Math.ceil(element.getBoundingClientRect().height) });

type Detail = Readonly<Record<string, unknown>>;
type Command = (detail: Detail) => unknown;

/** What the page around may ask for. Whatever it gives is checked by the element. */
const commands: Readonly<Record<string, Command>> = {
  setState: ({ state }) => element.setState(state),
  play: () => element.play(),
  pause: () => element.pause(),
  goTo: ({ step }) => element.goTo(step as number),
  theme: ({ theme }) => element.setAttribute('theme', String(theme)),
  lang: ({ lang }) => element.setAttribute('lang', String(lang)),
};

/** Events of the element, and what is told of them. */
const told: Readonly<Record<string, (detail: Detail) => object>> = {
  'gs-statechange': ({ state }) => message('state', { state: state as object }),
  'gs-progress': (detail) => message('progress', detail),
  'gs-diagnosis': (detail) => message('diagnosis', detail),
  'gs-goal': (detail) => message('goal', detail),
  'gs-error': (detail) => message('error', detail),
};

/** Does what a message over the port asks for; each has one answer. */
async function obey(port: MessagePort, data: unknown): Promise<void> {
  const { type, id, ...detail } = (data ?? {}) as Detail;
  const command = Object.hasOwn(commands, String(type)) ? commands[String(type)] : undefined;
  try {
    if (command === undefined) {
      throw new RangeError(`expected one of ${Object.keys(commands).join(', ')}, got ${type}`);
    }
    const ignored = await command(detail);
    port.postMessage(message('done', { id, ...(Array.isArray(ignored) && { ignored }) }));
  } catch (error) {
    port.postMessage(message('error', { id, message: String(error) }));
  }
}

/** The last one: it is told when it changes, and to who connects. */
let diagnosis: Detail | undefined;

function connect(port: MessagePort): void {
  for (const [type, write] of Object.entries(told)) {
    element.addEventListener(type, (event) =>
      port.postMessage(write((event as CustomEvent<Detail>).detail)),
    );
  }
  port.onmessage = ({ data }) => void obey(port, data);
  port.postMessage(message('state', { state: element.getState(), step: element.step }));
  if (diagnosis) port.postMessage(message('diagnosis', diagnosis));
}

let connected = false;
element.addEventListener('gs-diagnosis', (event) => {
  diagnosis = (event as CustomEvent<Detail>).detail;
});

window.addEventListener('message', ({ source, origin, data, ports }) => {
  if (source !== parent || data?.ns !== 'gradscope') return;
  if (data.type === 'measure') tellHeight();
  const [port] = ports;
  const host = query.get('host');
  if (data.type !== 'connect' || !port || connected || (host && origin !== host)) return;
  connected = true;
  void customElements.whenDefined('grad-scope').then(() => connect(port));
});

for (const name of attributes) {
  const value = query.get(name);
  if (value !== null) element.setAttribute(name, value);
}

/** The address of a file beside this script. */
const { src } = document.currentScript as HTMLScriptElement;
const beside = (name: string) => new URL(name, src).href;

/** Where Trusted Types are required: the engine will not need that name, it may have no worker there. */
function trusted(address: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: Policies };
  const policy = trustedTypes?.createPolicy('gradscope', { createScriptURL: (url) => url });
  return policy?.createScriptURL(address) ?? address;
}

/** The folder's element; without an origin, where that has no worker, the single file. */
async function load(): Promise<void> {
  if (origin !== 'null') {
    await import(/* @vite-ignore */ beside('grad-scope.js'));
    return;
  }
  const script = document.createElement('script');
  script.src = trusted(beside('standalone.classic.js'));
  document.body.append(script);
  await customElements.whenDefined('grad-scope');
}

void load().then(() => {
  const open = () => void element.openLink(location.hash);
  window.addEventListener('hashchange', open);
  if (location.hash.length > 1) open();
  new ResizeObserver(tellHeight).observe(element);
  tellAll('hello');
});
