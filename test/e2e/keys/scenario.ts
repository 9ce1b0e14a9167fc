/**
 * How a key of the table is tried: a scenario leads to a place where the key works, presses it, and says what must
 * happen.
 */
import {bindings} from '../../../source/ui/keys.ts';
import type {Key} from '../../helpers/keys.ts';
import {type Condition, isMet, type TerminalUnderTest} from '../../helpers/terminal.ts';

/** Long enough for a busy machine. */
export const patience: number = Number(process.env.PATIENCE ?? 30_000);

/** Keys that the table names differently from the helper that presses them. */
const pressed: Readonly<Record<string, Key>> = {
	esc: 'escape',
	pageup: 'page-up',
	pagedown: 'page-down',
};

/** The name of a key of the table for `TerminalUnderTest.press`. */
export const keyOf = (key: string): Key => pressed[key] ?? key;

/** The program while one key is tried. */
export class Place {
	readonly terminal: TerminalUnderTest;
	/** The key, as the table writes it. */
	readonly key: string;
	/** How much the program had written before the key was last pressed. */
	#before = 0;

	constructor(terminal: TerminalUnderTest, key: string) {
		this.terminal = terminal;
		this.key = key;
	}

	/** Waits until the screen meets the conditions. */
	async shows(...conditions: readonly Condition[]): Promise<void> {
		for (const condition of conditions) await this.terminal.waitFor(condition, patience);
	}

	/** Presses keys on the way to the place of the trial. */
	async go(...keys: readonly Key[]): Promise<void> {
		await this.terminal.press(...keys);
	}

	async type(text: string): Promise<void> {
		await this.terminal.type(text);
	}

	/**
	 * Presses the key being tried. Its effect must not be visible before, and must appear; without one, the following
	 * steps show it.
	 */
	async press(effect?: Condition): Promise<void> {
		if (effect !== undefined && this.terminal.holds(effect)) {
			throw new Error(`${String(effect)} is so before ${this.key} is pressed:\n${this.terminal.screen()}`);
		}
		this.#before = this.terminal.pieces.length;
		await this.terminal.press(keyOf(this.key));
		if (effect !== undefined) await this.shows(effect);
	}

	/** Whether a text has gone to the clipboard since the key was pressed (OSC 52). */
	copied(text: RegExp): boolean {
		const written = this.terminal.pieces.slice(this.#before).map(({data}) => data);
		const raw = Buffer.concat(written).toString('latin1');
		return [...raw.matchAll(/\u001B\]52;c;([A-Za-z0-9+/=]*)/g)].some(([, data = '']) =>
			text.test(Buffer.from(data, 'base64').toString()),
		);
	}
}

export const lastRow = (screen: string): string => screen.slice(screen.lastIndexOf('\n') + 1);

/** A condition: the last row shows this key, so the pane that it belongs to has the focus. */
export const hint =
	(text: string): Condition =>
	screen =>
		lastRow(screen).includes(text);

/** A condition: the cursor of the pane with this name is on a row that begins like this. */
export const at =
	(pane: string, row: string): Condition =>
	screen =>
		cursorIn(screen, pane)?.startsWith(row) === true;

/** A condition: something is no longer on the screen. */
export const gone =
	(pattern: string | RegExp): Condition =>
	screen =>
		typeof pattern === 'string' ? !screen.includes(pattern) : !pattern.test(screen);

/** A condition: all of these. */
export const all =
	(...conditions: readonly Condition[]): Condition =>
	(screen, terminal) =>
		conditions.every(condition => isMet(condition, screen, terminal));

/** A condition: at least one of these. */
export const any =
	(...conditions: readonly Condition[]): Condition =>
	(screen, terminal) =>
		conditions.some(condition => isMet(condition, screen, terminal));

/** The rows of a pane, without its border; undefined when it is not on the screen. */
export function rowsIn(screen: string, pane: string): readonly string[] | undefined {
	const rows = screen.split('\n');
	const top = rows.findIndex(row => row.includes(`╭─ ${pane}`));
	if (top === -1) return undefined;
	const left = rows[top]?.indexOf(`╭─ ${pane}`) ?? 0;
	const right = rows[top]?.indexOf('╮', left);
	const below = rows.slice(top + 1).map(row => row.slice(left, right));
	return below
		.slice(
			0,
			below.findIndex(row => row.startsWith('╰')),
		)
		.map(row => row.slice(1));
}

/** The row under the cursor of a pane, without its mark and leading blanks; undefined when there is none. */
export const cursorIn = (screen: string, pane: string): string | undefined =>
	rowsIn(screen, pane)
		?.find(row => row.startsWith('▸'))
		?.slice(1)
		.trim();

/** Where the cursor of a pane is, whatever changes in its row: the place in the window, and the number in the row. */
export const placeIn = (screen: string, pane: string): string =>
	`${rowsIn(screen, pane)?.findIndex(row => row.startsWith('▸'))}: ${numberIn(screen, pane)}`;

/** A condition: the cursor of a pane is on its first row, or the pane has no row that a cursor could be on. */
export const onTop =
	(pane: string) =>
	(screen: string): boolean => {
		const rows = rowsIn(screen, pane);
		return rows !== undefined && rows.findIndex(row => row.startsWith('▸')) <= 0;
	};

/** The number that begins the row under the cursor of a pane. */
export const numberIn = (screen: string, pane: string): number =>
	Number(/\d+/.exec(cursorIn(screen, pane) ?? '')?.[0] ?? Number.NaN);

/** The column by which a pane is sorted, with its arrow: in the row of titles, above which there may be a field. */
export const sortIn = (screen: string, pane: string): string | undefined =>
	/\S+ ?[▲▼]/.exec(rowsIn(screen, pane)?.slice(0, 2).join('\n') ?? '')?.[0];

/** The key being tried sorts a pane by another column; then the key `s` sorts it by one after the other, to the first. */
export async function sorts(place: Place, pane: string, first: string): Promise<void> {
	const by = (): string | undefined => sortIn(place.terminal.screen(), pane);
	await place.press(screen => ![undefined, `${first} ▲`].includes(sortIn(screen, pane)));
	const seen = new Set<string | undefined>();
	while (by() !== `${first} ▲`) {
		const before = by();
		if (seen.has(before)) throw new Error(`${pane} is never sorted by ${first} again:\n${place.terminal.screen()}`);
		seen.add(before);
		await place.go('s');
		await place.shows(screen => sortIn(screen, pane) !== before);
	}
}

export type Scenario = (place: Place) => Promise<void>;

/** By context and action: `results mark`. */
export type Scenarios = Readonly<Record<string, Scenario>>;

export type Try = {readonly name: string; readonly key: string; readonly play: Scenario};

/** Each scenario with each key that the table has for its action there, in the order of the scenarios. */
export const triesOf = (scenarios: Scenarios): readonly Try[] =>
	Object.entries(scenarios).flatMap(([name, play]) => keysOf(name).map(key => ({name, key, play})));

/** All pairs of context and action in the table. */
export const placesOfTable = (): readonly string[] => [
	...new Set(bindings.flatMap(({act, contexts}) => contexts.map(context => `${context} ${act}`))),
];

function keysOf(name: string): readonly string[] {
	const [context, act] = name.split(' ');
	return bindings
		.filter(binding => binding.act === act && binding.contexts.some(each => each === context))
		.flatMap(({keys}) => keys);
}
