import {setTimeout as wait} from 'node:timers/promises';
import type {TerminalUnderTest} from '../../test/helpers/terminal.ts';
import {nothingWrong, type Row} from './result.ts';
import {messages, stage} from './stage.ts';

const begin = '\u001b[?2026h';
const end = '\u001b[?2026l';
// Erase in Display, or more erased lines than a frame changes, makes the screen blank when outside a synchronized
// update.
const clears = /\u001b\[[0-3]?J/g;
const erasures = /\u001b\[2?K/g;

/** The output outside synchronized updates, during which the terminal shows nothing new. */
function outside(text: string): string {
	let shown = '';
	let held = false;
	for (const part of text.split(/(\u001b\[\?2026[hl])/)) {
		if (part === begin) held = true;
		else if (part === end) held = false;
		else if (!held) shown += part;
	}
	return shown;
}

function flashes(what: string, text: string): readonly string[] {
	const bare = outside(text);
	const cleared = text.match(clears)?.length ?? 0;
	const shown = bare.match(clears)?.length ?? 0;
	const erased = bare.match(erasures)?.length ?? 0;
	return [
		...(shown > 0 ? [`${what}: ${shown} clears seen`] : []),
		...(erased > 0 ? [`${what}: ${erased} rows blanked before they are drawn`] : []),
		...(cleared > 0 && !what.startsWith('resize') ? [`${what}: ${cleared} clears`] : []),
	];
}

/** The output to the terminal while something is done. */
async function during(terminal: TerminalUnderTest, act: () => Promise<void>): Promise<string> {
	const before = terminal.raw.length;
	await act();
	await wait(300);
	return terminal.raw.subarray(before).toString('latin1');
}

/** Looks for visible flicker in the output: keys, overlays, live data, resizing. */
export const flicker: Row = async () => {
	await using on = await stage();
	const {terminal, port} = await on.server();
	await on.crowd(port, {peers: 20, rfcs: 10, different: 100});
	const keys = await during(terminal, () =>
		terminal.press('2', 'down', 'down', '?', 'escape', 'tab', 'enter', 'escape'),
	);
	const data = await during(terminal, async () => {
		await using _load = messages(port, 500);
		await wait(1000);
	});
	const sizes = await during(terminal, async () => {
		for (const [columns, rows] of [
			[110, 32],
			[90, 26],
			[70, 20],
			[60, 16],
			[100, 30],
			[120, 36],
		] as const) {
			terminal.resize(columns, rows);
			await wait(120);
		}
	});
	const wrong = [...flashes('keys', keys), ...flashes('live data', data), ...flashes('resize', sizes)];
	return [nothingWrong('flicker: clears and blank flashes', wrong, 'none')];
};
