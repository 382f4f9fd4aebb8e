// What a page may write on <grad-scope>: its attributes, which are properties too, and their defaults.
import { LitElement } from 'lit';
import type { RunMode } from '../experiment/autorun.ts';
import type { ThemeChoice } from './look.ts';

export type Controls = 'full' | 'remedies' | 'transport' | 'none';
/** Whether remedies are offered. */
export const hasRemedies = (controls: Controls) => controls === 'full' || controls === 'remedies';

export type StateSource = 'user' | 'api' | 'url';

export abstract class Attributes extends LitElement {
  static override properties = {
    preset: {},
    config: {},
    lang: {},
    theme: {},
    run: {},
    speed: {},
    maxSteps: { type: Number, attribute: 'max-steps' },
    view: {},
    controls: {},
    methods: {},
    pages: {},
    pageKeys: { type: Boolean, attribute: 'page-keys' },
    singleKeys: { attribute: false },
  };
  /** An experiment of the catalogue. */
  declare preset: string;
  /** Settings in the grammar of links, laid over the preset. */
  declare config: string;
  declare lang: string;
  declare theme: ThemeChoice;
  declare run: RunMode;
  /** Steps a second, or "max". */
  declare speed: string;
  declare maxSteps: number;
  /** Which rows of views/registry.ts to show; empty: all. */
  declare view: string;
  declare controls: Controls;
  /** Address of the page of methods, if there is one. */
  declare methods: string;
  /** Address of the folder of all pages, if the header is to show links to them. */
  declare pages: string;
  /** Single keys act while nothing on the page has the focus. At most one element should have it. */
  declare pageKeys: boolean;
  declare singleKeys: boolean;

  constructor() {
    super();
    this.preset = '';
    this.config = '';
    this.theme = 'auto';
    this.run = 'visible';
    this.speed = '150';
    this.maxSteps = 2000;
    this.view = '';
    this.controls = 'full';
    this.methods = '';
    this.pages = '';
    this.pageKeys = false;
    this.singleKeys = true;
  }
}
