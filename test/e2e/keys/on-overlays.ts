/** What keys do in what lies over the screen. Each scenario begins at the list of all. */
import {all, cursorIn, gone, type Place, type Scenarios} from './scenario.ts';

/** The row under the cursor of the menu of keys. */
const chosen = (screen: string): string => cursorIn(screen, 'Keys') ?? '';

async function toKeys(place: Place): Promise<string> {
	await place.go('?');
	return chosen(await place.terminal.waitFor(all('type to find', screen => chosen(screen) !== '')));
}

export const overlayScenarios: Scenarios = {
	'panes help': place => place.press('type to find'),
	'panes palette': place => place.press('type a few letters'),
	async 'overlay back'(place) {
		await toKeys(place);
		await place.press(gone('type to find'));
	},
	async 'overlay open'(place) {
		await toKeys(place);
		await place.type('previous tab');
		await place.shows(screen => chosen(screen).includes('previous pane'));
		await place.go('down');
		await place.shows(screen => chosen(screen).includes('previous tab'));
		await place.press(all('▸Wire', gone('type to find')));
	},
	async 'overlay down'(place) {
		const first = await toKeys(place);
		await place.press(screen => chosen(screen) !== first);
	},
	async 'overlay up'(place) {
		const first = await toKeys(place);
		await place.go('down');
		await place.shows(screen => chosen(screen) !== first);
		await place.press(screen => chosen(screen) === first);
	},
	async 'overlay page-down'(place) {
		await toKeys(place);
		// Among the last rows, wherever the page ends.
		await place.press(screen => /quit|go back/.test(chosen(screen)));
	},
	async 'overlay page-up'(place) {
		const first = await toKeys(place);
		await place.go('page-down');
		await place.shows(screen => chosen(screen) !== first);
		await place.press(screen => chosen(screen) === first);
	},
};
