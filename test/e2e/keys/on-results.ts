/**
 * What the keys of the peer's search, its menu and its forms do. Each scenario begins at the list of all, its first
 * row.
 */
import path from 'node:path';
import {noSamples, rfcs} from './cast.ts';
import {all, at, gone, hint, numberIn, type Place, type Scenarios, sorts} from './scenario.ts';

const onResults = hint('space mark');
const onMenu = hint('enter choose');
const onTransfers = hint('p pause');
const form = hint('enter go');
const filter = hint('enter keep');

/** Asks who has an RFC. */
export async function lookup(place: Place, rfc: number): Promise<void> {
	await place.go('3');
	await place.shows('RFC number to look up:');
	await place.type(String(rfc));
	await place.go('enter');
	await place.shows(`Search: RFC ${rfc}`);
}

const toMenu = async (place: Place): Promise<void> => {
	await place.go('escape');
	await place.shows(onMenu);
};

/** The menu is a row where there is little room. */
async function inRow(place: Place, play: () => Promise<void>): Promise<void> {
	const {columns, rows} = place.terminal;
	place.terminal.resize(80, 24);
	try {
		await place.shows(/^ 1 Add {2}2 Remove/m);
		await toMenu(place);
		await play();
	} finally {
		place.terminal.resize(columns, rows);
	}
	await place.go('escape');
	await place.shows(/─ Menu ─/);
}

const [inA = 0, inB = 0, inC = 0] = rfcs.versions;
const [kept = 0, replaced = 0] = rfcs.differs;

/** A version is asked for from the one who has it. */
function getsVersion(letter: string, rfc: number) {
	return async (place: Place): Promise<void> => {
		await lookup(place, rfc);
		const version = new RegExp(` ${letter} +${rfc} (\\w+) `);
		const [, holder] = version.exec(await place.terminal.waitFor(version)) ?? [];
		// The words are soon followed by others; the row of the transfer stays.
		await place.press(new RegExp(`Asked ${holder} for RFC ${rfc}:|[◐✓○] +${rfc} .*${holder}`));
	};
}

/** Gets what differs from the file that is here, which is then to be decided. */
async function toDiffering(place: Place, rfc: number): Promise<void> {
	await lookup(place, rfc);
	const other = new RegExp(` ([AB]) +${rfc} alice `);
	const [, letter = ''] = other.exec(await place.terminal.waitFor(other)) ?? [];
	await place.go(letter.toLowerCase());
	await place.shows(new RegExp(`≠ +${rfc} `));
}

const adding = async (place: Place): Promise<void> => {
	await place.go('1');
	await place.shows('RFC number or file to share:');
	await place.type(path.join('me', `rfc${rfcs.own[0]}.txt`));
	await place.go('enter');
	await place.shows('tab goes to the other field');
};

const filtering = async (place: Place): Promise<void> => {
	await place.go('/');
	await place.shows(filter);
};

const list = 'Search';

export const resultScenarios: Scenarios = {
	'results find': async place => {
		await place.press(filter);
		await place.type('number 105');
		await place.shows(/Search ─+ 1 of \d+ ─/, at(list, '105'));
	},
	async 'filtered back'(place) {
		await filtering(place);
		await place.type('number 105');
		await place.go('enter');
		await place.shows(/Search ─+ 1 of \d+ ─/, onResults);
		await place.press(gone(/ 1 of \d+ ─/));
	},
	async 'results mark'(place) {
		await place.press(all(/│ {2}\* +100 /, at(list, '101'), /─ 1 marked/));
		await place.go('up', 'space');
		await place.shows(gone(/─ 1 marked/));
	},
	async 'results mark-all'(place) {
		await place.press(/─ \d+ marked/);
		await place.go('*');
		await place.shows(gone(/─ \d+ marked/));
	},
	'results sort': place => sorts(place, list, 'RFC'),
	async 'results sort-turned'(place) {
		await place.press('RFC ▼');
		await place.press('RFC ▲');
	},
	async 'results open'(place) {
		await place.go('down', 'down');
		await place.shows(at(list, '102'));
		await place.press(/[◐✓○] +102 /);
	},
	async 'results get-marked'(place) {
		await place.go('down', 'down', 'down', 'space', 'space');
		await place.shows(/─ 2 marked/);
		await place.press(all(/[◐✓○] +103 /, /[◐✓○] +104 /));
	},
	async 'results holders'(place) {
		await place.go('down');
		await place.shows(at(list, '101'));
		await place.press(all('Search: RFC 101', /│[▸ ] .*101 alice /, /│[▸ ] .*101 me /));
	},
	'here open': place => place.press(/RFC 100: Guide for Readers/),
	'results read': place => place.press(/RFC 100: Guide for Readers/),
	async 'results want'(place) {
		await lookup(place, rfcs.missing);
		await place.press(`RFC ${rfcs.missing} is on your wanted list`);
		await place.press(`RFC ${rfcs.missing} is not wanted any more.`);
	},
	'versions version-a': getsVersion('A', inA),
	'versions version-b': getsVersion('B', inB),
	'versions version-c': getsVersion('C', inC),
	async 'peer keep'(place) {
		await toDiffering(place, kept);
		await place.press(`Your file of RFC ${kept} stays as it is.`);
	},
	async 'peer replace'(place) {
		await toDiffering(place, replaced);
		await place.press(new RegExp(`✓ +${replaced} `));
	},
	async 'details find'(place) {
		await place.go('shift-tab', 'shift-tab');
		await place.shows(hint('enter details'));
		await place.press(filter);
		await place.type('number 105');
		await place.shows(/Search ─+ 1 of \d+ ─/);
	},
	'peer back': place => place.press(onMenu),
	async 'menu open'(place) {
		await toMenu(place);
		await place.go('up');
		await place.shows(/▸ 3 Lookup RFC/);
		await place.press('RFC number to look up:');
	},
	async 'menu find'(place) {
		await toMenu(place);
		await place.press(filter);
		await place.shows('enter keeps');
	},
	async 'menu samples'(place) {
		await toMenu(place);
		await place.press(noSamples);
	},
	async 'menu menu-left'(place) {
		await toMenu(place);
		await place.press(/▸ 3 Lookup RFC/);
	},
	async 'menu menu-right'(place) {
		await toMenu(place);
		await place.press(/▸ 5 Exit/);
	},
	'menu-row open': place =>
		inRow(place, async () => {
			await place.go('left');
			await place.shows('▸3 Lookup');
			await place.press('RFC number to look up:');
		}),
	'menu-row menu-left': place => inRow(place, () => place.press('▸3 Lookup')),
	'menu-row menu-right': place => inRow(place, () => place.press('▸5 Exit')),
	'menu-row samples': place => inRow(place, () => place.press(noSamples)),
	'menu-row find': place => inRow(place, () => place.press('enter keeps')),
	'peer operation-1': place => place.press('RFC number or file to share:'),
	'peer operation-2': place => place.press(/Remove RFC ─/),
	'peer operation-3': place => place.press('RFC number to look up:'),
	async 'peer operation-4'(place) {
		await place.go(']');
		await place.shows('▸Library');
		await place.press(all('▸Search', onResults));
	},
	'peer operation-6': place => place.press(/RFC number to get:/),
	'peer next-tab': place => place.press('▸Library'),
	'peer previous-tab': place => place.press('▸Wire'),
	'peer ladder': place => place.press(/Wire.*: ladder/),
	'panes next-pane': place => place.press(onTransfers),
	'panes previous-pane': place => place.press(onMenu),
	async 'peer faster'(place) {
		await place.press(/pace +8 KiB\/s/);
		await place.go('-');
		await place.shows(/pace +4 KiB\/s/);
	},
	async 'peer slower'(place) {
		await place.go('+');
		await place.shows(/pace +8 KiB\/s/);
		await place.press(/pace +4 KiB\/s/);
	},
	async 'peer full-speed'(place) {
		await place.press(all('Transfers run at full speed.', gone(/pace +4 KiB\/s/)));
		place.terminal.send('-'.repeat(10));
		await place.shows(/pace +4 KiB\/s/);
	},
	async 'field back'(place) {
		await place.go('3');
		await place.shows(form);
		await place.press(all(onResults, gone('look up:')));
	},
	async 'field submit'(place) {
		await place.go('3');
		await place.shows(form);
		await place.type('101');
		await place.press('Search: RFC 101');
	},
	async 'filtering submit'(place) {
		await filtering(place);
		await place.type('number 105');
		await place.press(all(/Search ─+ 1 of \d+ ─/, gone('enter keeps')));
	},
	async 'filtering back'(place) {
		await filtering(place);
		await place.type('number 105');
		await place.shows(/Search ─+ 1 of \d+ ─/);
		await place.press(all(gone('enter keeps'), gone(/Search ─+ 1 of/)));
	},
	async 'field down'(place) {
		await filtering(place);
		await place.press(all(at(list, '101'), filter));
	},
	async 'field up'(place) {
		await filtering(place);
		await place.go('down');
		await place.shows(at(list, '101'));
		await place.press(all(at(list, '100'), filter));
	},
	async 'field page-down'(place) {
		await filtering(place);
		await place.press(all(screen => numberIn(screen, list) > 105, filter));
	},
	async 'field page-up'(place) {
		await filtering(place);
		await place.go('page-down');
		await place.shows(screen => numberIn(screen, list) > 105);
		await place.press(all(at(list, '100'), filter));
	},
	async 'form next-field'(place) {
		await adding(place);
		await place.press();
		await place.type('7');
		await place.shows(`RFC number: ${rfcs.own[0]}7`);
	},
	async 'form previous-field'(place) {
		await adding(place);
		await place.press();
		await place.type('7');
		await place.shows(`RFC number: ${rfcs.own[0]}7`);
	},
};
