import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {temporaryFolder} from '../../test/helpers/temp.ts';
import type {TerminalUnderTest} from '../../test/helpers/terminal.ts';
import {toFilm} from './film.ts';
import {toPng} from './png.ts';
import type {Recorder} from './recorder.ts';
import {toSvg} from './svg.ts';

/** What a scene can use. */
export type Stage = {
	readonly columns: number;
	readonly rows: number;
	/** The home folder of the scene's programs, removed afterwards. */
	readonly home: string;
	/** Ends a program when the scene is over; in reverse order of registration. */
	readonly use: <Resource extends AsyncDisposable>(resource: Resource) => Resource;
};

/** The size of most pictures. */
export const usual = {columns: 100, rows: 30} as const;

/** A screenshot: a size, and how to get the screen into the wanted state. */
export type Scene = {
	/** File name without extension. */
	readonly name: string;
	/** The title of the window in the picture. */
	readonly title: string;
	readonly columns: number;
	readonly rows: number;
	/** Resolves with the terminal once it shows the picture. */
	readonly play: (stage: Stage) => Promise<TerminalUnderTest>;
};

/** A story as a film. */
export type Film = Omit<Scene, 'play'> & {
	/** Resolves when the story is over. */
	readonly play: (stage: Stage) => Promise<Recorder>;
};

/** Plays a story and writes it to `<name>.svg` in `folder`. Throws when the story fails. */
export async function recordFilm(film: Film, folder: string): Promise<void> {
	const {columns, rows, title} = film;
	await onStage({columns, rows}, async stage => {
		const recorder = await film.play(stage);
		await writeFile(path.join(folder, `${film.name}.svg`), toFilm(recorder.end(), {title}));
	});
}

/** Plays a scene and writes `<name>.svg` and `<name>.png` to `folder`. Throws when the scene fails. */
export async function record(scene: Scene, folder: string): Promise<void> {
	const {columns, rows} = scene;
	await onStage({columns, rows}, async stage => {
		const terminal = await scene.play(stage);
		const svg = toSvg(terminal.cells(), scene.title);
		await writeFile(path.join(folder, `${scene.name}.svg`), svg);
		await writeFile(path.join(folder, `${scene.name}.png`), toPng(svg));
	});
}

/** Sets up a stage, and cleans up however the play ends. */
async function onStage(size: Pick<Stage, 'columns' | 'rows'>, play: (stage: Stage) => Promise<void>): Promise<void> {
	await using home = await temporaryFolder();
	await using programs = new AsyncDisposableStack();
	await play({...size, home: home.path, use: resource => programs.use(resource)});
}
