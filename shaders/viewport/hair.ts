import { DIFFUSE, type Shading } from "./types.ts";

const GLOSSY = "info\\.specular=computeAnisotropicSpecularLighting\\([^;]+diffuse(\\d+)\\.rgb\\);";
const DIFFUSED = "info.diffuse=hairDiffuse(preInfo,hairStrand,diffuse$1.rgb);";
const LOBES =
  "info.specular=hairGloss*hairSpecular(preInfo,viewDirectionW,normalW,hairStrand,hairShift,baseColor,diffuse$1.rgb);";
/** The studio around is mirrored as little as strands mirror it: white ones would shine like plastic. */
const ROOM = "finalRadiance\\*=colorSpecularEnvironmentReflectance;";
const ROOM_IN_HAIR = "finalRadiance*=hairGloss*hairRoom(baseColor);";

/**
 * Hair: Kajiya and Kay's diffuse term (1989), softened; two lobes along shifted tangents (Scheuermann 2004, after Marschner et al. 2003): one
 * white that strands mirror, one of the hair's colour that has gone through them; light from behind that passes. The shift follows the
 * strands that the texture draws, so that bands break up into them. Stubs, which stand every way, have next to no gloss: they have a place of their own in the texture.
 */
export const HAIR: Shading = {
  glsl: {
    definitions: `
vec3 hairDiffuse(preLightingInfo info,vec3 strand,vec3 lightColor) {
  float along=dot(strand,info.L);
  float around=max((info.NdotLUnclamped+0.45)/1.45,0.0);
  return vec3(around*mix(0.9,sqrt(max(0.0,1.0-along*along)),0.6))*(info.attenuation/PI)*lightColor;
}
float hairLobe(vec3 strand,vec3 h,float sharpness) {
  float along=dot(strand,h);
  return smoothstep(-1.0,0.0,along)*pow(max(0.0,1.0-along*along),0.5*sharpness);
}
vec3 hairSpecular(preLightingInfo info,vec3 v,vec3 n,vec3 strand,float shift,vec3 color,vec3 lightColor) {
  float around=max((info.NdotLUnclamped+0.25)/1.25,0.0);
  float mirrored=hairLobe(normalize(strand+(shift-0.08)*n),info.H,150.0);
  float inside=hairLobe(normalize(strand+(shift+0.12)*n),info.H,28.0);
  float through=pow(max(0.0,-dot(v,info.L)),8.0)*0.5;
  return (around*(0.1*mirrored*(1.0-0.8*color)+0.18*inside*color/(color+0.25))+through*color*0.35)*info.attenuation*lightColor;
}
vec3 hairRoom(vec3 color) {return vec3(0.015)+0.11*color*(1.0-0.7*color);}`,
    passages: {
      "vec3 diffuseBase=vec3\\(0\\.,0\\.,0\\.\\);": `$0
vec3 hairDown=dFdy(vPositionW)*dFdx(vAlbedoUV).x-dFdx(vPositionW)*dFdy(vAlbedoUV).x;
float hairTurn=dFdx(vAlbedoUV).x*dFdy(vAlbedoUV).y-dFdy(vAlbedoUV).x*dFdx(vAlbedoUV).y;
vec3 hairStrand=anisotropicOut.anisotropicBitangent*(dot(anisotropicOut.anisotropicBitangent,hairDown)*hairTurn<0.0 ? -1.0 : 1.0);
float hairShift=0.35*(albedoTexture.g-0.6);
float hairGloss=vAlbedoUV.x<0.5 && vAlbedoUV.y>0.75 && vAlbedoUV.y<0.875 ? 0.2 : 1.0;`,
      [DIFFUSE]: DIFFUSED,
      [GLOSSY]: LOBES,
      [ROOM]: ROOM_IN_HAIR,
    },
  },
  wgsl: {
    definitions: `
fn hairDiffuse(info: preLightingInfo,strand: vec3f,lightColor: vec3f)->vec3f {
  let along=dot(strand,info.L);
  let around=max((info.NdotLUnclamped+0.45)/1.45,0.0);
  return vec3f(around*mix(0.9,sqrt(max(0.0,1.0-along*along)),0.6))*(info.attenuation/PI)*lightColor;
}
fn hairLobe(strand: vec3f,h: vec3f,sharpness: f32)->f32 {
  let along=dot(strand,h);
  return smoothstep(-1.0,0.0,along)*pow(max(0.0,1.0-along*along),0.5*sharpness);
}
fn hairSpecular(info: preLightingInfo,v: vec3f,n: vec3f,strand: vec3f,shift: f32,color: vec3f,lightColor: vec3f)->vec3f {
  let around=max((info.NdotLUnclamped+0.25)/1.25,0.0);
  let mirrored=hairLobe(normalize(strand+(shift-0.08)*n),info.H,150.0);
  let inside=hairLobe(normalize(strand+(shift+0.12)*n),info.H,28.0);
  let through=pow(max(0.0,-dot(v,info.L)),8.0)*0.5;
  return (around*(0.1*mirrored*(1.0-0.8*color)+0.18*inside*color/(color+0.25))+through*color*0.35)*info.attenuation*lightColor;
}
fn hairRoom(color: vec3f)->vec3f {return vec3f(0.015)+0.11*color*(1.0-0.7*color);}`,
    passages: {
      "var diffuseBase: vec3f=vec3f\\(0\\.,0\\.,0\\.\\);": `$0
let hairDown=dpdy(fragmentInputs.vPositionW)*dpdx(fragmentInputs.vAlbedoUV).x-dpdx(fragmentInputs.vPositionW)*dpdy(fragmentInputs.vAlbedoUV).x;
let hairTurn=dpdx(fragmentInputs.vAlbedoUV).x*dpdy(fragmentInputs.vAlbedoUV).y-dpdy(fragmentInputs.vAlbedoUV).x*dpdx(fragmentInputs.vAlbedoUV).y;
let hairStrand=anisotropicOut.anisotropicBitangent*select(1.0,-1.0,dot(anisotropicOut.anisotropicBitangent,hairDown)*hairTurn<0.0);
let hairShift=0.35*(albedoTexture.g-0.6);
let hairGloss=select(1.0,0.2,fragmentInputs.vAlbedoUV.x<0.5 && fragmentInputs.vAlbedoUV.y>0.75 && fragmentInputs.vAlbedoUV.y<0.875);`,
      [DIFFUSE]: DIFFUSED,
      [GLOSSY]: LOBES,
      [ROOM]: ROOM_IN_HAIR,
    },
  },
};
