import {trespasses} from '../../test/helpers/hostile.ts';
import {temporaryFolder} from '../../test/helpers/temp.ts';
import {visitedPeer, visitedServer} from '../../test/helpers/visited-screens.ts';
import {nothingWrong, type Row} from './result.ts';
import {usual} from './stage.ts';

/** What reached the terminal, and the borders that were torn. */
async function wrongOf(name: string, start: typeof visitedServer): Promise<readonly string[]> {
	await using home = await temporaryFolder();
	await using visited = await start(home, usual);
	const {terminal, torn} = visited;
	const {borders} = torn() ?? {};
	return [
		...trespasses(terminal.raw).map(what => `${name}: ${what} reaches the terminal`),
		...(borders ? [`${name}: torn borders: ${borders.join(', ')}`] : []),
	];
}

/** Strangers send control sequences and strange text in every field, while every pane of both screens is visited. */
export const hostile: Row = async () => {
	const wrong = [...(await wrongOf('server', visitedServer)), ...(await wrongOf('peer', visitedPeer))];
	return [nothingWrong('hostile text, every pane of both screens', wrong, 'nothing reaches the terminal')];
};
