import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {temporaryFolder} from '../../test/helpers/temp.ts';
import type {TerminalUnderTest} from '../../test/helpers/terminal.ts';
import {toFilm} from './film.ts';
import {toPng} from './png.ts';
import type {Recorder} from './recorder.ts';
import {toSvg} from './svg.ts';

/** What a scene can use while it plays. */
export type Stage = {
	readonly columns: number;
	readonly rows: number;
	/** A folder for the scene's programs: their home. It goes away afterwards. */
	readonly home: string;
	/** Ends a program when the scene is over, whichever way; the last one registered first. */
	readonly use: <Resource extends AsyncDisposable>(resource: Resource) => Resource;
};

/** One picture: a size, and what happens until the screen is as it should be. */
export type Scene = {
	/** Name of the files, without their ending. */
	readonly name: string;
	/** Over the window in the picture. */
	readonly title: string;
	readonly columns: number;
	readonly rows: number;
	/** Plays until the terminal that it gives back shows the picture. */
	readonly play: (stage: Stage) => Promise<TerminalUnderTest>;
};

/** A story in moving pictures. */
export type Film = Omit<Scene, 'play'> & {
	/** Plays until the story is over. */
	readonly play: (stage: Stage) => Promise<Recorder>;
};

/** Plays a story and writes it to `<name>.svg` in `folder`. Throws when the story does not get to its end. */
export async function recordFilm(film: Film, folder: string): Promise<void> {
	const {columns, rows, title} = film;
	await onStage({columns, rows}, async stage => {
		const recorder = await film.play(stage);
		await writeFile(path.join(folder, `${film.name}.svg`), toFilm(recorder.end(), {title}));
	});
}

/** Plays a scene and writes `<name>.svg` and `<name>.png` into `folder`. Throws when the scene does not get there. */
export async function record(scene: Scene, folder: string): Promise<void> {
	const {columns, rows} = scene;
	await onStage({columns, rows}, async stage => {
		const terminal = await scene.play(stage);
		const svg = toSvg(terminal.cells(), scene.title);
		await writeFile(path.join(folder, `${scene.name}.svg`), svg);
		await writeFile(path.join(folder, `${scene.name}.png`), toPng(svg));
	});
}

/** Sets a stage up, and clears it whichever way the play on it ends. */
async function onStage(size: Pick<Stage, 'columns' | 'rows'>, play: (stage: Stage) => Promise<void>): Promise<void> {
	await using home = await temporaryFolder();
	await using programs = new AsyncDisposableStack();
	await play({...size, home: home.path, use: resource => programs.use(resource)});
}
