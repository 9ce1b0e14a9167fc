/** What the keys of the library, the network and the transfers do. */
import {noSamples, rfcs} from './cast.ts';
import {toRow} from './moving.ts';
import {all, any, at, gone, hint, lastRow, numberIn, type Place, type Scenarios} from './scenario.ts';

const whole = all(gone('─ Menu ─'), hint('esc back'));
const [own] = rfcs.own;

/** An act can be undone for 5 s: a busy machine may take longer between the words on the screen and the next key. */
const tooLate = 'There is nothing to undo';

/** Moves to a document of the person's own. */
const toOwn = (place: Place): Promise<void> => toRow(place.terminal, 'Library', new RegExp(`^${own} `));
const isShared = new RegExp(`▸ +${own} .*● shared`);
/** Said when the index server has answered: from then on for 5 s there is one key more. */
const isAnnounced = `now knows that you share RFC ${own}`;
const isNotShared = new RegExp(`▸ +${own} .*○ not shared`);

/** Begins with the first document of the library under the cursor, which is the reader's. */
export const libraryScenarios: Scenarios = {
	// First: for a while after each act that can be undone there is something.
	async 'peer undo'(place) {
		await place.shows(screen => !lastRow(screen).includes('u undo'));
		await place.press(tooLate);
	},
	async 'library samples'(place) {
		// On a document the key means something else.
		await place.go('/');
		await place.type('zebra');
		await place.go('enter');
		await place.shows(all('Nothing matches `zebra`', hint('a share')));
		await place.press(noSamples);
		await place.go('escape');
		await place.shows(gone('Nothing matches'));
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
		await toOwn(place);
		await place.press('RFC number or file to share:');
		await place.go('escape');
		// Esc and a letter in one piece would be another key.
		await place.shows(all(gone('RFC number or file to share:'), hint('a share')));
		await place.go('d');
		await place.shows(isNotShared);
		await place.press(isAnnounced);
		await place.shows(isShared);
	},
	async 'library take-back'(place) {
		await toOwn(place);
		await place.press(`RFC ${own} is no longer shared`);
		await place.shows(isNotShared);
		await place.go('a');
		await place.shows(isAnnounced, isShared);
	},
	async 'undoable undo'(place) {
		await toOwn(place);
		for (;;) {
			await place.go('d');
			await place.shows(all(`u shares RFC ${own} again`, isNotShared));
			await place.press(any(isShared, tooLate));
			if (place.terminal.holds(isShared)) break;
			await place.go('a');
			await place.shows(isAnnounced, isShared);
		}
		await place.shows(isAnnounced);
	},
};

/** First shows what alice shares, with what is here, too, under the cursor. */
const visiting =
	(play: (place: Place) => Promise<void>) =>
	async (place: Place): Promise<void> => {
		await place.go('enter');
		await place.shows(all('Network: what alice shares', at('Network', '101')));
		await play(place);
	};

/** Begins with alice under the cursor. */
export const networkScenarios: Scenarios = {
	'network open': place => place.press(all('Network: what alice shares', at('Network', '101'))),
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
	'visited open': visiting(async place => {
		await toRow(place.terminal, 'Network', /^106 /);
		await place.press(/[◐✓○] +106 /);
	}),
	'visited mark': visiting(async place => {
		await place.press(all(/│ {2}\* +101 /, at('Network', '102'), '1 marked'));
		await place.go('up', 'space');
		await place.shows(gone('1 marked'));
	}),
	'visited mark-all': visiting(async place => {
		await place.press(/─ \d+ marked/);
		await place.go('*');
		await place.shows(gone(' marked'));
	}),
	'visited get-marked': visiting(async place => {
		const [first = 0, second = 0] = rfcs.others.slice(18);
		await toRow(place.terminal, 'Network', new RegExp(`^${first} `));
		await place.go('space', 'space');
		await place.shows('2 marked');
		await place.press(all(new RegExp(`[◐✓○] +${first} `), new RegExp(`[◐✓○] +${second} `)));
	}),
	'visited read': visiting(place => place.press(/RFC 101: /)),
	'visited details': visiting(place => place.press(whole)),
	'visited sort': visiting(async place => {
		await place.press('title ▲');
		for (const order of ['size ▼', 'RFC ▲']) {
			await place.go('s');
			await place.shows(order);
		}
	}),
	'visited sort-turned': visiting(async place => {
		await place.press('RFC ▼');
		await place.press('RFC ▲');
	}),
};

const transfer = (sign: string, rfc: number): RegExp => new RegExp(`${sign} +${rfc} `);

/** Asks for a document by its number; its transfer is then in the list that has the focus. */
async function get(place: Place, rfc: number): Promise<void> {
	await place.go('6');
	await place.shows('RFC number to get:');
	await place.type(String(rfc));
	await place.go('enter');
	await place.shows(all(hint('p pause'), transfer('[◐○‖…✗✓]', rfc)));
}

/** Gets a document, and moves to its transfer when that is over. */
async function getTo(place: Place, sign: '✓' | '✗', rfc: number): Promise<void> {
	await get(place, rfc);
	await place.shows(transfer(sign, rfc));
	await toRow(place.terminal, 'Transfers', transfer(sign, rfc));
}

/** Begins in the transfers. */
export const transferScenarios: Scenarios = {
	async 'transfers open'(place) {
		const [, , , , , rfc = 0] = rfcs.others;
		await getTo(place, '✓', rfc);
		await place.press(`RFC ${rfc}: Made-Up`);
	},
	'transfers details': place => place.press(whole),
	async 'transfers retry'(place) {
		const [rfc] = rfcs.broken;
		await getTo(place, '✗', rfc);
		await place.press(transfer('✓', rfc));
	},
	async 'transfers retry-all'(place) {
		const [, rfc] = rfcs.broken;
		await getTo(place, '✗', rfc);
		await place.press('Trying again what failed: 1 RFC.');
		await place.shows(transfer('✓', rfc));
	},
	async 'transfers drop-all'(place) {
		const [, , , , , , rfc = 0] = rfcs.others;
		await getTo(place, '✓', rfc);
		await place.press(gone(transfer('✓', rfc)));
	},
};

/** Long documents come, others wait for their turn, and the cursor is on one of the first. */
export async function toLong(place: Place): Promise<void> {
	for (const rfc of rfcs.long) {
		if (!place.terminal.holds(transfer('[◐○‖…]', rfc))) await get(place, rfc);
	}
	await toRow(place.terminal, 'Transfers', /^◐ +\d+ /);
}

/** The number of the document whose transfer is under the cursor. */
const under = (place: Place): number => numberIn(place.terminal.screen(), 'Transfers');

/** Begins in the transfers of a program that gets nothing but long documents. */
export const longScenarios: Scenarios = {
	async 'transfers pause'(place) {
		await toLong(place);
		const rfc = under(place);
		await place.press(transfer('‖', rfc));
		await place.press(transfer('[◐○]', rfc));
	},
	async 'transfers raise'(place) {
		await toLong(place);
		await toRow(place.terminal, 'Transfers', /^○ +\d+ +\d.. of/);
		await place.press(new RegExp(`○ +${under(place)} +next`));
	},
	async 'transfers drop'(place) {
		await toLong(place);
		const rfc = under(place);
		// News may stand before it: then it is broken into rows somewhere.
		await place.press(new RegExp(`u goes on with RFC ${rfc}`.replaceAll(' ', '\\s+')));
		await place.go('u');
		await place.shows(any(`RFC ${rfc} goes on.`, tooLate));
		if (place.terminal.holds(tooLate)) await place.go('r');
		await place.shows(transfer('[◐○]', rfc));
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
