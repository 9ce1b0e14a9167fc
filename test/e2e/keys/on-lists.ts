/** What the keys of the library, the network and the transfers do. */
import {noSamples, rfcs} from './cast.ts';
import {all, at, cursorIn, gone, hint, lastRow, onTop, type Place, placeIn, type Scenarios} from './scenario.ts';

const whole = all(gone('─ Menu ─'), hint('esc back'));
const [own] = rfcs.own;

/** Moves down to the row that begins so. */
async function toRow(place: Place, pane: string, row: RegExp): Promise<void> {
	const here = (): string => cursorIn(place.terminal.screen(), pane) ?? '';
	for (let steps = 0; steps < 60 && !row.test(here()); steps++) {
		const before = placeIn(place.terminal.screen(), pane);
		await place.go('down');
		await place.shows(screen => placeIn(screen, pane) !== before);
	}
}

/** Moves to the first row, again if another one comes above it meanwhile: the cursor stays on its row. */
async function toTop(place: Place, pane: string): Promise<void> {
	const isThere = onTop(pane);
	do {
		const before = placeIn(place.terminal.screen(), pane);
		await place.go('g');
		await place.shows(screen => isThere(screen) || placeIn(screen, pane) !== before);
	} while (!isThere(place.terminal.screen()));
}

/** Begins with the first document of the library under the cursor, which is the reader's. */
export const libraryScenarios: Scenarios = {
	// First: for a while after each act that can be undone there is something.
	async 'peer undo'(place) {
		await place.shows(screen => !lastRow(screen).includes('u undo'));
		await place.press('There is nothing to undo');
	},
	async 'library samples'(place) {
		// On a document the key means something else.
		await place.go('/');
		await place.type('zebra');
		await place.go('enter');
		await place.shows('Nothing matches `zebra`');
		await place.press(noSamples);
		await place.go('escape');
	},
	async 'document sort'(place) {
		await place.press('title ▲');
		for (const order of ['shared ▲', 'size ▼', 'changed ▼', 'RFC ▲']) {
			await place.go('s');
			await place.shows(order);
		}
	},
	async 'document sort-turned'(place) {
		await place.press('RFC ▼');
		await place.press('RFC ▲');
	},
	'library open': place => place.press('RFC 100: Guide for Readers'),
	'library details': place => place.press(whole),
	async 'library share'(place) {
		await toRow(place, 'Library', new RegExp(`^${own}`));
		await place.press('RFC number or file to share:');
		await place.go('escape', 'd');
		await place.shows(`RFC ${own} is no longer shared`);
		await place.press(`now knows that you share RFC ${own}`);
	},
	async 'library take-back'(place) {
		await toRow(place, 'Library', new RegExp(`^${own}`));
		await place.press(all(`RFC ${own} is no longer shared`, new RegExp(`▸ +${own} .*○ not shared`)));
		await place.go('a');
		await place.shows(new RegExp(`▸ +${own} .*● shared`));
	},
	async 'undoable undo'(place) {
		await toRow(place, 'Library', new RegExp(`^${own}`));
		await place.go('d');
		await place.shows(`u shares RFC ${own} again`, new RegExp(`▸ +${own} .*○ not shared`));
		await place.press(new RegExp(`▸ +${own} .*● shared`));
	},
};

/** Begins with alice under the cursor. */
export const networkScenarios: Scenarios = {
	async 'network open'(place) {
		await place.press(all('Network: what alice shares', at('Network', '101')));
		await toRow(place, 'Network', /^106/);
		await place.press(/[◐✓] +106 /);
	},
	'network details': place => place.press(whole),
	async 'network sort'(place) {
		await place.press('address:port ▲');
		await place.go('s');
		await place.shows('RFCs ▼');
		await place.go('s');
		await place.shows('ver▲');
		await place.go('s');
		await place.shows('state ▲');
		await place.go('s');
		await place.shows('name ▲');
	},
	async 'network sort-turned'(place) {
		await place.press('name ▼');
		await place.press('name ▲');
	},
};

/** Asks for a document by its number. */
async function get(place: Place, rfc: number): Promise<void> {
	await place.go('6');
	await place.shows('RFC number to get:');
	await place.type(String(rfc));
	await place.go('enter');
	// The words are soon followed by others; the row of the transfer stays.
	await place.shows(new RegExp(`Asked \\w+ for RFC ${rfc}:|[◐○✗] +${rfc} `));
}

const transfer = (sign: string, rfc: number): RegExp => new RegExp(`${sign} +${rfc} `);

async function getBroken(place: Place, rfc: number): Promise<void> {
	await get(place, rfc);
	await place.shows(transfer('✗', rfc));
	await toRow(place, 'Transfers', transfer('✗', rfc));
}

const [one = 0, two = 0] = rfcs.long;

/** Long documents come, or wait for their turn. */
export async function toLong(place: Place): Promise<void> {
	for (const rfc of rfcs.long) {
		if (!transfer('[◐○‖]', rfc).test(place.terminal.screen())) await get(place, rfc);
	}
	await toTop(place, 'Transfers');
	await place.shows(new RegExp(`◐ +(?:${rfcs.long.join('|')}) `));
}

/** Begins in the transfers, after the keys of the results. */
export const transferScenarios: Scenarios = {
	async 'transfers open'(place) {
		await toRow(place, 'Transfers', transfer('✓', 102));
		await place.press('RFC 102: Made-Up');
	},
	'transfers details': place => place.press(whole),
	async 'transfers retry'(place) {
		const [rfc] = rfcs.broken;
		await getBroken(place, rfc);
		await place.press(transfer('✓', rfc));
	},
	async 'transfers retry-all'(place) {
		const [, rfc] = rfcs.broken;
		await getBroken(place, rfc);
		await place.press('Trying again what failed: 1 RFC.');
		await place.shows(transfer('✓', rfc));
	},
	async 'transfers pause'(place) {
		await toLong(place);
		await toRow(place, 'Transfers', transfer('◐', one));
		await place.press(transfer('‖', one));
		await place.press(transfer('[◐○]', one));
	},
	async 'transfers raise'(place) {
		await toLong(place);
		await toRow(place, 'Transfers', /^○ +\d+ +\d.. of/);
		const [, rfc] = /^○ +(\d+)/.exec(cursorIn(place.terminal.screen(), 'Transfers') ?? '') ?? [];
		await place.press(new RegExp(`○ +${rfc} +next`));
	},
	async 'transfers drop'(place) {
		await toLong(place);
		await toRow(place, 'Transfers', transfer('◐', two));
		// News may stand before it: then it is broken into rows somewhere.
		await place.press(new RegExp(`u goes on with RFC ${two}`.replaceAll(' ', '\\s+')));
		await place.go('u');
		await place.shows(`RFC ${two} goes on.`, transfer('[◐○]', two));
	},
	async 'transfers drop-all'(place) {
		await toRow(place, 'Transfers', transfer('✓', 102));
		await place.press(gone(transfer('✓', 102)));
	},
	async 'peer operation-5'(place) {
		await toLong(place);
		await place.press(/Quit now\? RFC \d+ stops/);
	},
	async 'peer quit'(place) {
		await toLong(place);
		await place.press(/Quit now\? RFC \d+ stops/);
	},
	async 'leaving quit-later'(place) {
		await toLong(place);
		await place.go('q');
		await place.shows('Quit now?');
		await place.press('p2pci quits as soon as nothing is running');
		await place.go('escape');
		await place.shows('p2pci stays.');
	},
};
