/** What the keys of the server's screen do. Each scenario begins at the peers, with the cursor on alice. */
import {all, at, gone, hint, numberIn, type Place, type Scenarios, sorts} from './scenario.ts';

const onPeers = hint('to its RFCs');
const onRfcs = hint('to its holders');
const onWire = hint('space hold');
const onDetails = hint('y copy');
const question = 'Sure?';

const toRfcs = async (place: Place): Promise<void> => {
	await place.go('2', 'g');
	await place.shows(onRfcs, at('2 RFCs', '101'));
};

const toDetails = async (place: Place): Promise<void> => {
	await place.go('4');
	await place.shows(onDetails);
};

const toDisconnect = async (place: Place): Promise<void> => {
	await place.go('down', 'down', 'd');
	await place.shows('Disconnect carol?');
};

async function turns(place: Place, first: string): Promise<void> {
	await place.press(`${first} ▼`);
	await place.press(`${first} ▲`);
}

const whole = all(gone('─ 1 Peers'), hint('esc back'));

export const serverScenarios: Scenarios = {
	async 'list up'(place) {
		await place.go('down');
		await place.shows(at('1 Peers', 'bob'));
		await place.press(at('1 Peers', 'alice'));
	},
	'list down': place => place.press(at('1 Peers', 'bob')),
	'list last': place => place.press(at('1 Peers', 'erin')),
	async 'list first'(place) {
		await place.go('end');
		await place.shows(at('1 Peers', 'erin'));
		await place.press(at('1 Peers', 'alice'));
	},
	async 'list page-down'(place) {
		await toRfcs(place);
		await place.press(screen => numberIn(screen, '2 RFCs') > 104);
	},
	async 'list page-up'(place) {
		await toRfcs(place);
		await place.go('end');
		await place.shows(at('2 RFCs', '189'));
		await place.press(screen => numberIn(screen, '2 RFCs') < 184);
	},
	async 'list filter'(place) {
		await place.press(hint('enter keep'));
		await place.type('bo');
		await place.shows(/1 Peers ─+ 1 of 4 ─/);
	},
	async 'filtered back'(place) {
		await place.go('/');
		await place.shows(hint('enter keep'));
		await place.type('bo');
		await place.go('enter');
		await place.shows(/1 Peers \/bo ─+ 1 of 4 ─/, onPeers);
		await place.press(all(/│[▸ ] alice/, gone('1 of 4')));
	},
	'panes next-pane': place => place.press(onRfcs),
	'panes previous-pane': place => place.press(onDetails),
	'panes help': place => place.press('type to find'),
	'panes palette': place => place.press('type a few letters'),
	'server focus-2': place => place.press(onRfcs),
	'server focus-3': place => place.press(onWire),
	'server focus-4': place => place.press(onDetails),
	async 'server focus-1'(place) {
		await toDetails(place);
		await place.press(onPeers);
	},
	async 'server back'(place) {
		await toDetails(place);
		await place.press(onPeers);
	},
	'server ladder': place => place.press(/Wire.*: ladder/),
	async 'server copy-join'(place) {
		await place.press('Copied the join command');
		await place.shows(() => place.copied(/p2pci peer --server 127\.0\.0\.1:\d+/));
	},
	async 'server quit'(place) {
		await place.press('Quit the index server? 4 peers are joined');
		await place.go('n');
		await place.shows(gone(question));
	},
	async 'details open'(place) {
		await toDetails(place);
		await place.press(whole);
	},
	async 'details find'(place) {
		await toDetails(place);
		await place.press(hint('enter keep'));
		await place.type('number 105');
		await place.shows(/2 RFCs ─+ 1 of \d+ ─/, at('2 RFCs', '105'));
	},
	async 'zoomed back'(place) {
		await place.go('i');
		await place.shows(whole);
		await place.press(onPeers);
	},
	async 'about copy'(place) {
		await toDetails(place);
		await place.press('Copied the details');
		await place.shows(() => place.copied(/127\.0\.0\.1:\d+[\s\S]*RFC/));
	},
	async 'about-peer probe'(place) {
		await toDetails(place);
		await place.press(/alice: port \d+ answers/);
	},
	async 'about-peer disconnect'(place) {
		await toDetails(place);
		await place.press('Disconnect alice?');
	},
	'peers open': place => place.press(/2 RFCs of alice ─+/),
	async 'jumped back'(place) {
		await place.go('enter');
		await place.shows('2 RFCs of alice');
		await place.press(all(gone('RFCs of alice'), onPeers));
	},
	'peers sort': place => sorts(place, '1 Peers', 'name'),
	'peers sort-turned': place => turns(place, 'name'),
	'peers details': place => place.press(whole),
	async 'peers probe'(place) {
		await place.go('down');
		await place.shows(at('1 Peers', 'bob'));
		await place.press(/bob: port \d+ answers/);
	},
	async 'peers copy'(place) {
		await place.go('down');
		await place.shows(at('1 Peers', 'bob'));
		await place.press(/Copied 127\.0\.0\.1:\d+,/);
		await place.shows(() => place.copied(/^127\.0\.0\.1:\d+$/));
	},
	'peers disconnect': place => place.press('Disconnect alice?'),
	async 'rfcs open'(place) {
		await toRfcs(place);
		await place.press(/1 Peers with RFC 101 ─+/);
	},
	async 'rfcs sort'(place) {
		await toRfcs(place);
		await sorts(place, '2 RFCs', 'RFC');
	},
	async 'rfcs sort-turned'(place) {
		await toRfcs(place);
		await turns(place, 'RFC');
	},
	async 'rfcs details'(place) {
		await toRfcs(place);
		await place.press(whole);
	},
	async 'rfcs copy'(place) {
		await toRfcs(place);
		await place.press('Copied RFC 101 Made-Up Document Number 101,');
		await place.shows(() => place.copied(/^RFC 101 Made-Up Document Number 101$/));
	},
	async 'confirm no'(place) {
		await toDisconnect(place);
		await place.press(all(gone(question), /carol .* ● up/));
	},
	async 'confirm yes'(place) {
		await toDisconnect(place);
		await place.press(all('carol is disconnected', '3 peers'));
		await place.shows(all(/carol .* ● up/, /4 peers/));
	},
};
