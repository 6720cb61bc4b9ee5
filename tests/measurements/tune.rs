//! scratch
use std::collections::HashMap;
use std::path::Path;
use utveier::engine::Engine;
use utveier::search::*;
use utveier::language::Thesaurus;
#[derive(serde::Deserialize)] struct Q{id:String,text:String,#[serde(default)]accept:Vec<String>,#[serde(default)]lang:String}
fn main(){
  let t=std::time::Instant::now();
  let (e,p)=Engine::load(Path::new("knowledge"),"http://x").unwrap();
  println!("load {:?} problems {}",t.elapsed(),p.len());
  let ids:Vec<String>=e.knowledge.passages().iter().map(|p|p.id.to_string()).collect();
  let verbose=std::env::args().any(|a|a=="-v");
  for f in ["own-inside","dev/nb","dev/nb-confusable","dev/nn","dev/dialekt","dev/en","dev/svda"]{
    let s=std::fs::read_to_string(format!("tests/questions/{f}.jsonl")).unwrap();
    let (mut n,mut a1,mut a3,mut mrr)=(0,0,0,0.0);let mut time=std::time::Duration::ZERO;
    for l in s.lines(){let q:Q=serde_json::from_str(l).unwrap();
      let t=std::time::Instant::now();
      let an=e.index.analyzer().question(&q.text);
      let hits=e.index.search(&an,10).unwrap(); time+=t.elapsed();
      n+=1; let pos=hits.iter().position(|h|q.accept.contains(&ids[h.ordinal]));
      if pos==Some(0){a1+=1} if pos.is_some_and(|p|p<3){a3+=1} if let Some(p)=pos{mrr+=1.0/(p as f64+1.0)}
      if verbose&&pos!=Some(0)&&f!="own-inside"{println!("  {} [{}] {} → {:?} want {:?}",q.id,q.lang,q.text,hits.iter().take(3).map(|h|format!("{} {:.2}",ids[h.ordinal],h.score)).collect::<Vec<_>>(),q.accept)}
    }
    println!("{f:20} n {n:4} s@1 {:.3} s@3 {:.3} mrr {:.3}  {:?}/q",a1 as f64/n as f64,a3 as f64/n as f64,mrr/n as f64,time/n);
  }
  let root=std::env::var("DATA").unwrap_or("tests/retrieval".into());
  for (c,qs) in [("norquad-wiki",vec!["queries","queries-nn","queries-typo"]),("law",vec!["queries"])]{
    let Ok(s)=std::fs::read_to_string(format!("{root}/{c}/corpus.jsonl")) else{continue};
    let docs:Vec<utveier::search::corpus::CorpusLine>=s.lines().map(|l|serde_json::from_str(l).unwrap()).collect();
    let t=std::time::Instant::now();
    let idx=SearchIndex::build(docs.iter().map(|d|Document{titles:&d.title,text:&d.text,asked:&[]}),Thesaurus::new(e.knowledge.thesaurus())).unwrap();
    println!("{c} {} docs {:?}",docs.len(),t.elapsed());
    let mut rel:HashMap<String,Vec<String>>=HashMap::new();
    for l in std::fs::read_to_string(format!("{root}/{c}/qrels/dev.tsv")).unwrap().lines().skip(1){let f:Vec<&str>=l.split('\t').collect();rel.entry(f[0].into()).or_default().push(f[1].into());}
    for q in qs{ let s=std::fs::read_to_string(format!("{root}/{c}/{q}.jsonl")).unwrap();
      let mut acc:HashMap<String,(f64,f64,f64)>=HashMap::new(); let t=std::time::Instant::now();
      for l in s.lines(){let q:corpus::QueryLine=serde_json::from_str(l).unwrap();
        let Some(r)=rel.get(&q.id) else{continue};
        let hits=idx.search(&idx.analyzer().question(&q.text),10).unwrap();
        let mut dcg=0.0;for (i,h) in hits.iter().enumerate(){if r.contains(&docs[h.ordinal].id){dcg+=1.0/((i+2) as f64).log2()}}
        let ideal:f64=(0..r.len().min(10)).map(|i|1.0/((i+2) as f64).log2()).sum();
        let s1=hits.first().is_some_and(|h|r.contains(&docs[h.ordinal].id));
        for k in ["all".to_string(),q.id.split('-').next().unwrap().to_string()]{ if k!="all"&&c!="law"{continue} let a=acc.entry(k).or_default();a.0+=1.0;a.1+=dcg/ideal;a.2+=s1 as i32 as f64;}
      }
      let mut v:Vec<_>=acc.into_iter().collect();v.sort_by(|a,b|a.0.cmp(&b.0));
      for (k,a) in v{println!("  {q:14}{k:4} s@1 {:.3} ndcg {:.4} ({:?})",a.2/a.0,a.1/a.0,t.elapsed())}
    }
  }
}
