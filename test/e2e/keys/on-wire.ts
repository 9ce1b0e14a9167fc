/** What the keys of the messages do. Each scenario begins in the wire, which follows what comes. */
import {all, gone, hint, type Place, type Scenarios} from './scenario.ts';

const follows = /─ Wire ─.*(?:─|·) follows ─/;
const open = hint('n N next');

/** Moves to the request with which the conversation with the index server began. */
async function toRequest(place: Place): Promise<void> {
	await place.go('/');
	await place.shows(hint('enter keep'));
	await place.type('method:JOIN');
	await place.go('enter', 'g');
	await place.shows(all(hint('space hold'), /▸ \S+ ► index server +JOIN PEER/));
}

/** Opens it whole. */
async function toMessage(place: Place): Promise<void> {
	await toRequest(place);
	await place.go('enter');
	await place.shows(all(open, request));
}

/** On, and off again. */
async function turns(place: Place, sign: string): Promise<void> {
	await place.press(sign);
	await place.press(gone(sign));
}

const request = /JOIN PEER P2P-CI\/1\.1␍␊/;
/** The answer. */
const another = all(open, gone(request));

export const wireScenarios: Scenarios = {
	'wire open': place => place.press(all(gone('─ Menu ─'), open)),
	async 'wire hold'(place) {
		await place.press(gone(follows));
		await place.press(follows);
	},
	async 'wire last'(place) {
		await place.go('up', 'up');
		await place.shows(gone(follows));
		await place.press(follows);
	},
	'wire ladder': place => turns(place, 'Wire: ladder'),
	async 'ladder ladder'(place) {
		await place.go('l');
		await place.shows('Wire: ladder');
		await place.press(all(gone('Wire: ladder'), '─ Menu ─'));
	},
	async 'ladder back'(place) {
		await place.go('l');
		await place.shows('Wire: ladder');
		await place.press(all(gone('Wire: ladder'), '─ Menu ─'));
	},
	'wire explain': place => turns(place, 'Message, explained'),
	'wire raw': place => turns(place, 'Message, its bytes'),
	async 'wire copy-message'(place) {
		// The newest may be one without a text.
		await toRequest(place);
		await place.press('Copied the message');
		await place.shows(() => place.copied(/^JOIN PEER P2P-CI\/1\.1/));
	},
	'wire write': place => place.press(/Write \d+ messages/),
	async 'message explain'(place) {
		await toMessage(place);
		await turns(place, 'Message, explained');
	},
	async 'message raw'(place) {
		await toMessage(place);
		await turns(place, 'Message, its bytes');
	},
	async 'message next-message'(place) {
		await toMessage(place);
		await place.press(another);
	},
	async 'message previous-message'(place) {
		await toMessage(place);
		await place.go('n');
		await place.shows(another);
		await place.press(all(open, request));
	},
	async 'message copy-message'(place) {
		await toMessage(place);
		await place.press('Copied the message');
		await place.shows(() => place.copied(/^JOIN PEER P2P-CI\/1\.1/));
	},
	async 'message write'(place) {
		await toMessage(place);
		await place.press('Write 1 message');
	},
};
