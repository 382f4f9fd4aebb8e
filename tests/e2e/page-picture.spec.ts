// Pictures of what is on screen: PNG and SVG, of one view and of all.
import { embed, ready } from './embed.ts';
import { expect, type Instrument, test } from './instrument.ts';

const small = { config: 'depth=3&width=4', run: 'manual', panel: 'transport', view: 'profile' };

test.describe('toBlob', () => {
  const read = (instrument: Instrument, options: object) =>
    instrument.do(async (element, options: object) => {
      const blob = await element.toBlob(options);
      const bytes = new Uint8Array(await blob.arrayBuffer());
      const head = String.fromCharCode(...bytes.slice(1, 4));
      const view = new DataView(bytes.buffer);
      const size = head === 'PNG' ? [view.getUint32(16), view.getUint32(20)] : [];
      return { type: blob.type, size, text: blob.type === 'image/png' ? '' : await blob.text() };
    }, options);

  test('a PNG of all has twice the width that was asked for', async ({ instrument }) => {
    await embed(instrument, [{ config: 'depth=3', run: 'manual' }]);
    await ready(instrument);
    await instrument.goTo(30);
    const { type, size } = await read(instrument, { width: 700 });
    expect(type).toBe('image/png');
    expect(size[0]).toBe(1400);
    expect(size[1]).toBeGreaterThan(1400);
  });

  test('an SVG has its words as text, the sentence and the link', async ({
    instrument,
    context,
  }) => {
    const blank = await context.newPage(); // the page's policy lets nobody parse
    await embed(instrument, [{ config: 'depth=3', run: 'manual' }]);
    await ready(instrument);
    await instrument.goTo(30);
    for (const view of ['profile', 'heatmap', 'lines', 'loss', 'boundary']) {
      const { type, text } = await read(instrument, { view, type: 'svg', theme: 'dark' });
      expect(type).toBe('image/svg+xml');
      expect(text).toMatch(/ui\.step=30(&#38;ui\.time=lines)?<\/text>/);
      const parsed = await blank.evaluate((text) => {
        const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml');
        return [documentElement.tagName, documentElement.querySelectorAll('text').length] as const;
      }, text);
      expect(parsed[0]).toBe('svg');
      expect(parsed[1]).toBeGreaterThan(4);
      expect(text).toContain('#171b1e'); // the paper of the other theme
      expect(text.replace(/href="[^"]*"/g, '')).not.toMatch(/NaN|undefined/);
    }
    expect(await instrument.do(({ time }) => time)).toBe('heatmap');
  });

  test('what is not allowed is named', async ({ instrument }) => {
    await embed(instrument, [small]);
    await ready(instrument);
    const why = (options: object) =>
      read(instrument, options).then(
        () => '',
        (e) => String(e),
      );
    expect(await why({ width: 5 })).toContain(
      'toBlob: width: expected a number from 240 to 4000, got 5',
    );
    expect(await why({ view: 'pie' })).toContain('toBlob: view: expected one of profile');
    expect(await why({ type: 'gif' })).toContain('toBlob: type: expected one of png, svg');
    expect(await why({ view: 'loss' })).toContain('toBlob: view: loss is not shown here');
  });
});
