/**
 * The story of the film in the readme: search, download from two peers although one leaves, read, follow a link,
 * explain.
 */
import {indexServer, peer, peerScreen} from './pictures/cast.ts';
import {long, longFiles} from './pictures/documents.ts';
import {Recorder} from './pictures/recorder.ts';
import type {Film} from './pictures/scene.ts';

export const story: Film = {
	name: 'story',
	title: 'p2pci peer --name bob',
	columns: 100,
	rows: 30,
	async play(stage) {
		const cast = await indexServer(stage);
		const files = await longFiles();
		await peer(stage, cast, {name: 'alice', files});
		const erin = await peer(stage, cast, {name: 'erin', share: 0, files});
		const terminal = await peerScreen(stage, cast, {name: 'bob', share: 0, args: ['--pace', '900KiB/s']});
		await terminal.waitFor('others reach me');
		await terminal.waitFor(/─ 12 ─/);
		const film = new Recorder(terminal);

		film.say('The whole index is here, live. / finds as you type …');
		film.hold(1800);
		await film.press('/');
		await film.type('p2p');
		await film.waitFor(/\d of 12/);
		film.hold(1500);
		await film.press('enter');
		film.say('… space marks, M gets all that is marked, straight from the peers …');
		await film.press('space', 'space', 'space');
		film.hold(900);
		await film.press('M');
		await film.waitFor(/✓ +9000\d\d [\s\S]*✓ +9000\d\d [\s\S]*✓ +9000\d\d /);
		film.hold(2200);
		await film.press('escape', 'G');
		film.say('… a long one comes from two at once, in ranges …');
		await film.press('enter');
		await film.waitFor(new RegExp(`◐ +${long} .* [34]\\d% .* 2 sources`));
		film.hold(600);
		film.say('… one of them is gone: the other goes on …');
		erin.kill('SIGKILL');
		await film.waitFor(new RegExp(`◐ +${long} .* [67]\\d% `));
		await film.press('0');
		await film.waitFor(new RegExp(`✓ +${long} .*SHA-256 right`));
		film.hold(2500);

		film.say('… enter reads what is here; tab and enter follow its references …');
		await film.press('g', 'enter');
		await film.waitFor('Request for Comments: 900001');
		film.hold(1500);
		await film.press('/');
		await film.type('RFC 900');
		await film.press('enter', 'tab');
		film.hold(1200);
		await film.press('enter');
		film.hold(2000);
		await film.press('q');

		film.say('… and l draws who said what to whom, E explains every field of it.');
		await film.press('tab', 'tab', 'l');
		await film.waitFor('Wire: ladder');
		film.hold(3000);
		await film.press('up', 'up', 'enter', 'E');
		await film.waitFor('Message, explained');
		film.hold(4000);
		return film;
	},
};
