import { headArtist } from "babylon-headartist/inspector";

console.log(headArtist());
