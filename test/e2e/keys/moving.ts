/** Moves in the program under test, whatever comes, goes or changes its place on the screen meanwhile. */
import type {Key} from '../../helpers/keys.ts';
import type {Condition, TerminalUnderTest} from '../../helpers/terminal.ts';
import {cursorIn, gone, onTop, patience, placeIn, rowsIn} from './scenario.ts';

/** How long a key that may change nothing is waited for, in milliseconds, before another one is pressed. */
const soon = 500;

/** Waits for the effect of such a key. */
const waitShortly = (terminal: TerminalUnderTest, condition: Condition): Promise<unknown> =>
	terminal.waitFor(condition, soon).catch(() => undefined);

/** Repeats a step until the condition holds. Throws with the screen when it takes too long. */
async function repeat(
	terminal: TerminalUnderTest,
	{goal, until, step}: {readonly goal: string; until(): boolean | Promise<boolean>; step(): Promise<void>},
): Promise<void> {
	const start = performance.now();
	while (!(await until())) {
		if (terminal.hasExited || performance.now() - start > patience) {
			throw new Error(`came to no end with: ${goal}\n${terminal.screen()}`);
		}
		await step();
	}
}

/** Presses a key, as often as it takes. It must do no harm when it is pressed once more. */
export const pressUntil = (terminal: TerminalUnderTest, key: Key, condition: Condition): Promise<void> =>
	repeat(terminal, {
		goal: `${key}, for ${String(condition)}`,
		until: () => terminal.holds(condition),
		async step() {
			await terminal.press(key);
			await waitShortly(terminal, condition);
		},
	});

/** Moves to the first row, again if another one comes above it meanwhile: the cursor stays on its row. */
export async function toTop(terminal: TerminalUnderTest, pane: string): Promise<void> {
	await terminal.press('g');
	await pressUntil(terminal, 'g', onTop(pane));
}

/** Waits until all keys so far have had their effect, visible or not: the menu of keys opens after it. */
async function settled(terminal: TerminalUnderTest): Promise<void> {
	await terminal.press('?');
	await terminal.waitFor('type to find', patience);
	await terminal.press('escape');
	await terminal.waitFor(gone('type to find'), patience);
}

/** The same, and nothing is left to come of the keys pressed for it. */
export async function pressUntilSettled(terminal: TerminalUnderTest, key: Key, condition: Condition): Promise<void> {
	do {
		await pressUntil(terminal, key, condition);
		await settled(terminal);
	} while (!terminal.holds(condition));
}

/** The key that leads towards a row; undefined where the row is not on the screen. */
function keyTowards(screen: string, pane: string, row: RegExp): Key | undefined {
	const rows = rowsIn(screen, pane) ?? [];
	const target = rows.findIndex(each => row.test(each.slice(1).trim()));
	if (target === -1) return undefined;
	return target < rows.findIndex(each => each.startsWith('▸')) ? 'up' : 'down';
}

/** Moves to the row that begins so, wherever it is. The row may move, and the cursor's, too. */
export async function toRow(terminal: TerminalUnderTest, pane: string, row: RegExp): Promise<void> {
	const isThere = (): boolean => row.test(cursorIn(terminal.screen(), pane) ?? '');
	let page: Key = 'page-down';
	await repeat(terminal, {
		goal: `to the row ${row} of ${pane}`,
		async until() {
			if (isThere()) await settled(terminal);
			return isThere();
		},
		async step() {
			const screen = terminal.screen();
			const before = placeIn(screen, pane);
			const key = keyTowards(screen, pane, row);
			await terminal.press(key ?? page);
			if (key === undefined) {
				await settled(terminal);
				// At an end of the list.
				if (placeIn(terminal.screen(), pane) === before) page = page === 'page-down' ? 'page-up' : 'page-down';
			} else await waitShortly(terminal, now => placeIn(now, pane) !== before);
		},
	});
}
