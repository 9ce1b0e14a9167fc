/** What the keys of the reader do. Each scenario begins on top of its document. */
import {all, gone, hint, type Place, type Scenario, type Scenarios} from './scenario.ts';

/** The first row of the text: above it the document's standing is told. */
const top = (screen: string): string => screen.split('\n')[2] ?? '';
const onTop = (text: string) => (screen: string) => top(screen).includes(text);
const start = onTop('Network Working Group');
const onText = hint('t contents');

/** Whether a word of the text looks otherwise than now. */
function lit(place: Place, text: string): () => boolean {
	const look = (): string =>
		place.terminal.screen().includes(text) ? JSON.stringify(place.terminal.cellsOf(text)) : 'not there';
	const before = look();
	return () => look() !== before;
}

/** Points at a link of the text, the first one being 1. */
async function toLink(place: Place, words: readonly string[]): Promise<void> {
	for (const text of words) {
		const isLit = lit(place, text);
		await place.go('tab');
		await place.shows(isLit);
	}
}

const toContents = async (place: Place): Promise<void> => {
	await place.go('t');
	await place.shows(hint('t close the contents'));
};

const toMatches = async (place: Place): Promise<void> => {
	await place.go('/');
	await place.shows(hint('enter keep'));
	await place.type('needle');
	await place.go('enter');
	await place.shows(/ 1 of 3 ─/, hint('n N matches'));
};

const otherProgram =
	(name: string): Scenario =>
	async place => {
		await place.press(new RegExp(`${name} SHOWS .*rfc100\\.txt`));
		place.terminal.send('\n');
		await place.shows('RFC 100: Guide for Readers', onText);
	};

export const readerScenarios: Scenarios = {
	'scroll down': place => place.press(onTop('Request for Comments')),
	async 'scroll up'(place) {
		await place.go('down');
		await place.shows(onTop('Request for Comments'));
		await place.press(start);
	},
	'scroll page-down': place => place.press(onTop('Section 1 goes on')),
	async 'scroll page-up'(place) {
		await place.go('page-down');
		await place.shows(onTop('Section 1 goes on'));
		await place.press(start);
	},
	'scroll last': place => place.press('Section 3 goes on with its line 40.'),
	async 'scroll first'(place) {
		await place.go('end');
		await place.shows('Section 3 goes on with its line 40.');
		await place.press(start);
	},
	'reader next-link': place => place.press(lit(place, 'RFC 101')),
	async 'reader previous-link'(place) {
		await toLink(place, ['RFC 101', 'RFC 110']);
		await place.press(lit(place, 'RFC 110'));
	},
	async 'reader follow'(place) {
		await toLink(place, ['RFC 101']);
		await place.press('RFC 101: Made-Up');
	},
	async 'reader go-back'(place) {
		await toLink(place, ['RFC 101']);
		await place.go('enter');
		await place.shows('RFC 101: Made-Up');
		await place.press('RFC 100: Guide');
	},
	async 'wanting want'(place) {
		await toLink(place, ['RFC 101', 'RFC 110', 'RFC 198']);
		await place.go('enter');
		await place.shows('Nobody here has RFC 198 now', hint('w want it'));
		await place.press(gone('Nobody here has RFC 198 now'));
		await place.shows(/RFC 198 .*(?:wanted|as soon as|opens when)/);
	},
	async 'getting open'(place) {
		await toLink(place, ['RFC 101', 'RFC 110']);
		await place.go('enter');
		await place.shows('RFC 110 is not here. alice can send it', hint('enter get it'));
		await place.press('RFC 110: Made-Up');
	},
	'reader contents': place => place.press('Contents of RFC 100'),
	async 'contents contents'(place) {
		await toContents(place);
		await place.press(all(gone('Contents of RFC 100'), onText));
	},
	async 'contents back'(place) {
		await toContents(place);
		await place.press(all(gone('Contents of RFC 100'), onText));
	},
	async 'contents open'(place) {
		await toContents(place);
		await place.go('end');
		await place.press('Section 3 goes on with its line 1.');
	},
	async 'contents search'(place) {
		await toContents(place);
		await place.press(hint('enter go  ↑↓ move  esc'));
	},
	async 'contents help'(place) {
		await toContents(place);
		await place.press('type to find');
	},
	async 'contents palette'(place) {
		await toContents(place);
		await place.press('type a few letters');
	},
	'reader help': place => place.press('type to find'),
	'reader palette': place => place.press('type a few letters'),
	async 'reader search'(place) {
		await place.press(hint('enter keep'));
		await place.type('needle');
		await place.shows(/ 1 of 3 ─/);
	},
	async 'matches next-match'(place) {
		await toMatches(place);
		await place.press(/ 2 of 3 ─/);
	},
	async 'matches previous-match'(place) {
		await toMatches(place);
		await place.press(/ 3 of 3 ─/);
	},
	async 'matches back'(place) {
		await toMatches(place);
		await place.press(gone(/ 1 of 3 ─/));
	},
	async 'reader page-breaks'(place) {
		await place.go('page-down');
		await place.shows(onTop('Section 1 goes on'));
		await place.press('[Page 1]');
		await place.press(gone('[Page 1]'));
	},
	'reader scroll-right': place => place.press(gone('│ Network Working')),
	async 'reader scroll-left'(place) {
		await place.go('right');
		await place.shows(gone('│ Network Working'));
		await place.press('│ Network Working');
	},
	async 'reader copy-citation'(place) {
		await place.press(/Copied, .*RFC 100/);
		await place.shows(() => place.copied(/RFC 100/));
	},
	'reader pager': otherProgram('PAGER'),
	'reader editor': otherProgram('EDITOR'),
	'reader close': place => place.press(hint('1-6 menu')),
	'reader back': place => place.press(hint('1-6 menu')),
};
